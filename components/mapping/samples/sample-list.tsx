'use client';

import { ClipboardPaste, Pin, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { useNow } from '#components/ui/relative-time.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { PasteForm } from './paste-form.tsx';
import { type MapperSample, type SampleSource, sampleSources, sampleWords } from './sample.ts';
import type { SampleDesk } from './use-sample-desk.ts';
import type { Verdicts } from './use-verdicts.ts';
import { passes } from './verdicts.ts';

const groupWords: Record<SampleSource, string> = {
  run: 'What really came, newest first',
  pinned: 'Pinned, kept with the flow',
  pasted: 'Pasted, until the page is left',
  catalog: 'Example of the connector',
  generated: 'Made up from the schema',
};

/** Every sample by where it comes from, with what the mapping makes of it; paste and pin below. */
export function SampleList({
  desk,
  verdicts,
  onDone,
}: {
  desk: SampleDesk;
  verdicts: Verdicts;
  /** A choice was made. */
  onDone?: () => void;
}) {
  const [isPasting, setIsPasting] = useState(false);
  const { chosen } = desk;
  if (isPasting) {
    const leave = () => setIsPasting(false);
    return (
      <PasteForm
        paste={desk.paste}
        onTaken={() => {
          leave();
          onDone?.();
        }}
        onLeave={leave}
      />
    );
  }
  const groups = sampleSources.flatMap((source) => {
    const samples = desk.samples.filter((sample) => sample.source === source);
    return samples.length === 0 ? [] : [{ source, samples }];
  });
  return (
    <div>
      {groups.map(({ source, samples }) => (
        <section key={source} aria-label={groupWords[source]} className="border-b border-line py-1">
          <h3 className="label px-3 py-1 font-normal">{groupWords[source]}</h3>
          <ul>
            {samples.map((sample) => (
              <SampleLine
                key={sample.id}
                sample={sample}
                desk={desk}
                verdicts={verdicts}
                onChoose={() => {
                  desk.choose(sample.id);
                  onDone?.();
                }}
              />
            ))}
          </ul>
        </section>
      ))}
      {desk.samples.length === 0 ? <p className="px-3 py-2 text-ink-2">No message has come yet. Paste one.</p> : null}
      <div className="flex gap-2 px-3 py-2">
        <Button size="sm" onClick={() => setIsPasting(true)}>
          <ClipboardPaste size={14} /> Paste JSON
        </Button>
        <Button
          size="sm"
          disabled={!chosen || chosen.source === 'pinned'}
          onClick={() => {
            if (chosen) desk.pin(chosen);
            onDone?.();
          }}
        >
          <Pin size={14} /> Pin this one
        </Button>
      </div>
    </div>
  );
}

function SampleLine({
  sample,
  desk,
  verdicts,
  onChoose,
}: {
  sample: MapperSample;
  desk: SampleDesk;
  verdicts: Verdicts;
  onChoose: () => void;
}) {
  const now = useNow();
  const verdict = verdicts.bySample.get(sample.id);
  const words = sampleWords(sample, now);
  const isChosen = sample.id === desk.chosen?.id;
  const mark = !verdict ? 'queued' : !passes(verdict) ? 'failed' : verdict.lossy > 0 ? 'warn' : 'ok';
  const said = !verdict ? 'not looked at yet' : verdict.words === '' ? 'passes' : verdict.words;
  return (
    <li className={cx('flex items-center pr-2', isChosen && 'bg-canvas')}>
      <button
        type="button"
        aria-current={isChosen}
        onClick={onChoose}
        className="flex min-w-0 flex-1 items-start gap-2 px-3 py-1 text-left outline-offset-[-2px] hover:bg-canvas"
      >
        <span className="pt-0.5">
          <StatusGlyph mark={mark} size={14} />
        </span>
        <span className="min-w-0">
          <span className={cx('block truncate', isChosen && 'font-semibold')}>{words}</span>
          <span className={cx('label block truncate', mark === 'failed' && 'text-failed!')}>{said}</span>
        </span>
      </button>
      {sample.source === 'pinned' || sample.source === 'pasted' ? (
        <IconButton
          size="sm"
          label={`${sample.source === 'pinned' ? 'Unpin' : 'Remove'} ${words}`}
          onClick={() => desk.drop(sample)}
        >
          <X size={13} />
        </IconButton>
      ) : null}
    </li>
  );
}
