import { Bar } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  return (
    <Page bar={<Bar crumbs={[{ label: 'Nothing here' }]} />}>
      <EmptyState title="There is nothing at this address" action={<ButtonLink href="/">All flows</ButtonLink>}>
        It may have been removed, or the link is not complete.
      </EmptyState>
    </Page>
  );
}
