'use client';

import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { counted } from '#components/ui/format.ts';
import { Popover } from '#components/ui/popover.tsx';
import { useNow } from '#components/ui/relative-time.tsx';
import { sampleWords } from './sample.ts';
import { SampleList } from './sample-list.tsx';
import type { SampleDesk } from './use-sample-desk.ts';
import type { Verdicts } from './use-verdicts.ts';

/** What never came is told from what did. */
const hatched = 'bg-[repeating-linear-gradient(135deg,var(--color-line)_0_1px,transparent_1px_6px)]!';

/** In the mapper's toolbar: which message is looked at, the way through all of them, and to the worst. */
export function SampleBar({ desk, verdicts }: { desk: SampleDesk; verdicts: Verdicts }) {
  const now = useNow();
  const { samples, chosen, index } = desk;
  const { worst } = verdicts;
  const few = samples.length < 2;
  return (
    <>
      <Popover
        label="Samples"
        width={380}
        trigger={(props) => (
          <Button
            size="sm"
            aria-label={chosen ? `Sample: ${sampleWords(chosen, now)}` : 'Sample: none yet'}
            title="Choose, paste or pin a sample"
            className={cx('h-[26px]! max-w-[230px]', chosen?.source === 'generated' && hatched)}
            {...props}
          >
            <span className="truncate">{chosen ? sampleWords(chosen, now) : 'No sample yet'}</span>
            <ChevronDown size={13} className="shrink-0" />
          </Button>
        )}
      >
        {(close) => <SampleList desk={desk} verdicts={verdicts} onDone={close} />}
      </Popover>
      <IconButton
        size="sm"
        look="outline"
        label="Sample before (Alt+Page up)"
        disabled={few}
        onClick={() => desk.step(-1)}
      >
        <ChevronLeft size={14} />
      </IconButton>
      <span className="data text-ink" aria-live="polite">
        {samples.length === 0 ? '0 / 0' : `${index + 1} / ${samples.length}`}
      </span>
      <IconButton
        size="sm"
        look="outline"
        label="Next sample (Alt+Page down)"
        disabled={few}
        onClick={() => desk.step(1)}
      >
        <ChevronRight size={14} />
      </IconButton>
      <Button
        size="sm"
        disabled={!worst}
        title={
          worst
            ? `${counted(worst.troubles, 'error')}, ${worst.lossy} lossy: ${worst.words} (Alt+W)`
            : 'No sample has errors or remarks'
        }
        onClick={() => worst && desk.choose(worst.sample)}
      >
        Worst
      </Button>
    </>
  );
}
