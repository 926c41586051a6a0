'use client';

import { Bar } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { TroubleState } from '#components/ui/empty-state.tsx';

export default function Trouble({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page bar={<Bar crumbs={[{ label: 'Trouble' }]} />}>
      <TroubleState
        title="This page stopped working"
        words={`${error instanceof Error ? error.message : String(error)} Nothing saved is lost.`}
        again={<Button onClick={retry}>Try again</Button>}
      />
    </Page>
  );
}
