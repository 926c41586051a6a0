'use client';

import { StatusLine } from '#components/shell/status-line.tsx';
import { counted } from '#components/ui/format.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { useNow } from '#components/ui/relative-time.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Guard } from './guard.ts';
import { type MapperSample, sampleWords } from './samples/sample.ts';
import type { MapperView } from './use-mapper.ts';

/** How far the mapping has come, and what it came to on the sample. */
export function MapperStatus({
  view,
  guard,
  sample,
  was,
  onNext,
}: {
  view: MapperView;
  guard: Guard | undefined;
  sample: MapperSample | undefined;
  /** What the row at hand said in the published version. */
  was: string | undefined;
  onNext: () => void;
}) {
  const now = useNow();
  const { coverage, counts, changes, preview, stopped } = view;
  const optional = { mapped: coverage.mapped - coverage.required.mapped, all: coverage.all - coverage.required.all };
  const problems = counts.errors + counts.lossy + counts.missing;
  return (
    <StatusLine
      end={
        <>
          <span className={stopped ? 'text-failed' : undefined}>
            {stopped ? 'Preview stopped' : preview ? `Preview ${previewMs(preview.ms)} ms` : 'No preview'}
          </span>
          {sample ? <span className="max-w-[32ch] truncate">Sample: {sampleWords(sample, now)}</span> : null}
        </>
      }
    >
      {coverage.required.all > 0 ? (
        <span className={coverage.required.mapped < coverage.required.all ? 'font-medium text-failed' : 'text-ink'}>
          Required <Of {...coverage.required} />
        </span>
      ) : null}
      <span>
        Optional <Of {...optional} />
      </span>
      {counts.errors > 0 ? (
        <span className="flex items-center gap-1.5 font-medium text-failed">
          <StatusGlyph mark="failed" size={14} />
          {counted(counts.errors, 'error')}
        </span>
      ) : null}
      {counts.lossy > 0 ? (
        <span className="flex items-center gap-1.5 font-medium text-warn">
          <StatusGlyph mark="warn" size={14} />
          {counts.lossy} lossy
        </span>
      ) : null}
      {problems > 0 ? (
        <button
          type="button"
          onClick={onNext}
          title="Next problem (F8), the one before (Shift+F8)"
          className="flex items-center gap-1.5 hover:text-ink"
        >
          Next <Kbd>F8</Kbd>
        </button>
      ) : null}
      {changes.count > 0 ? <span title="Against the published version">{changes.count} changed</span> : null}
      {was === undefined ? null : <span className="min-w-0 truncate text-ink">Published: {was}</span>}
      {guard ? <GuardWords guard={guard} /> : null}
    </StatusLine>
  );
}

function Of({ mapped, all }: { mapped: number; all: number }) {
  return (
    <span className="num font-medium">
      {mapped}/{all}
    </span>
  );
}

function GuardWords({ guard }: { guard: Guard }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 border-l border-line pl-4">
      <span className="num truncate">
        Guard: lines {guard.lines}
        {guard.tax === null ? '' : ` + tax ${guard.tax}`} {guard.balances ? '=' : '≠'} total {guard.total}
      </span>
      <StatusGlyph mark={guard.balances ? 'ok' : 'failed'} size={14} />
      <span className={guard.balances ? 'font-medium text-ok' : 'font-medium text-failed'}>
        {guard.balances ? 'balances' : `differs by ${guard.difference.replace('-', '−')}`}
      </span>
    </span>
  );
}

const previewMs = (ms: number): string => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
