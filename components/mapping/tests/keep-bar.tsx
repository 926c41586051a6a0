'use client';

import { Copy, FlaskConical, Pin } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { stringifyJson } from '#flow/json.ts';
import type { Preview } from '../preview.ts';
import { givenOf } from '../samples/sample.ts';
import type { SampleDesk } from '../samples/use-sample-desk.ts';
import type { TestDesk } from './use-test-desk.ts';

/** Keeps what is shown: as a test, as a pinned sample, on the clipboard. */
export function KeepBar({
  desk,
  tests,
  preview,
  onKept,
}: {
  desk: SampleDesk;
  tests: TestDesk;
  preview: Preview | undefined;
  onKept: () => void;
}) {
  const sample = desk.chosen;
  const isWhole = preview !== undefined && preview.troubles.length === 0 && preview.value !== undefined;
  const save = () => {
    if (!sample || !isWhole || preview.value === undefined) return;
    const { now, zone } = givenOf(sample, desk.zone);
    const why = tests.save({
      name: sample.name,
      input: stringifyJson(sample.body),
      expected: stringifyJson(preview.value),
      given: { now, zone },
    });
    if (why) toast(`Not saved. ${why}`, { mark: 'warn', id: 'mapper-test' });
    else onKept();
  };
  const copy = async () => {
    if (preview?.value === undefined) return;
    await navigator.clipboard.writeText(stringifyJson(preview.value, 2));
    toast('The output is on the clipboard, as JSON.', { mark: 'ok', id: 'mapper-copy' });
  };
  return (
    <div className="flex h-9 shrink-0 items-center gap-1.5 border-t border-line px-3">
      <Button
        size="sm"
        disabled={!isWhole}
        title={
          isWhole
            ? 'Keeps this sample with what the map makes of it; the flow is not published while it makes something else'
            : 'A test keeps what is sent, and this sample would be parked'
        }
        onClick={save}
      >
        <FlaskConical size={14} /> Save as test
      </Button>
      <Button
        size="sm"
        look="quiet"
        disabled={!sample || sample.source === 'pinned'}
        onClick={() => sample && desk.pin(sample)}
      >
        <Pin size={14} /> Pin
      </Button>
      <span className="flex-1" />
      <IconButton size="sm" label="Copy the output" disabled={preview?.value === undefined} onClick={() => void copy()}>
        <Copy size={14} />
      </IconButton>
    </div>
  );
}
