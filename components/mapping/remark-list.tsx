'use client';

import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Remark } from './remarks.ts';
import { failureWords, type RowFailures } from './samples/row-failures.ts';

/** A target row that fails on some of the samples. */
export interface FailingRow {
  /** Of the target row. */
  key: string;
  name: string;
  failures: RowFailures;
}

/** What stands in the way on the sample at hand, each with its way out, then what only other samples bring up. */
export function RemarkList({
  remarks,
  elsewhere,
  onRemark,
  onElsewhere,
}: {
  remarks: Remark[];
  elsewhere: FailingRow[];
  onRemark: (remark: Remark) => void;
  /** Shows the first sample on which it fails. */
  onElsewhere: (row: FailingRow) => void;
}) {
  const here = new Set(remarks.flatMap(({ key, state }) => (state === 'error' && key !== undefined ? [key] : [])));
  const others = elsewhere.filter(({ key }) => !here.has(key));
  const failures = new Map(elsewhere.map((row) => [row.key, row.failures]));
  if (remarks.length + others.length === 0) return null;
  return (
    <div className="max-h-[46%] shrink-0 overflow-y-auto">
      {remarks.length > 0 ? (
        <ul aria-label="Errors and remarks">
          {remarks.map((remark, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two remarks may say the same of one field.
            <li key={index} className="border-t border-line bg-surface">
              <button type="button" onClick={() => onRemark(remark)} className={press}>
                <span
                  className={cx(
                    'flex items-center gap-2 font-semibold',
                    remark.state === 'error' ? 'text-failed' : 'text-warn',
                  )}
                >
                  <StatusGlyph mark={remark.state === 'error' ? 'failed' : 'warn'} size={14} />
                  <span className="min-w-0 truncate">
                    {remark.title}
                    <span className="sr-only">, {remark.state === 'error' ? 'error' : 'lossy'}</span>
                  </span>
                </span>
                <span className="mt-0.5 block text-ink-2">{remark.words}</span>
                {remark.wayOut ? <span className="mt-0.5 block text-ink">{remark.wayOut}</span> : null}
                <Count failures={remark.state === 'error' ? failures.get(remark.key ?? '') : undefined} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {others.length > 0 ? (
        <ul aria-label="On other samples">
          {others.map((row) => (
            <li key={row.key} className="border-t border-line bg-surface">
              <button
                type="button"
                onClick={() => onElsewhere(row)}
                title="Look at the first of them"
                className={press}
              >
                <span className="flex items-center gap-2 font-semibold">
                  <StatusGlyph mark="failed" size={14} />
                  <span className="min-w-0 truncate">{row.name}</span>
                </span>
                <span className="mt-0.5 block text-ink-2">{failureWords(row.failures)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const press = 'w-full cursor-pointer px-4 py-2.5 text-left hover:bg-canvas';

/** The words stand above already. */
function Count({ failures }: { failures: RowFailures | undefined }) {
  if (!failures) return null;
  const { samples, of, alike } = failures;
  return (
    <span className="num mt-0.5 block text-ink-2">
      {samples} of {of} samples fail here
      {samples > 1 ? (alike === samples ? ', all the same way' : `, ${alike} the same way`) : ''}.
    </span>
  );
}
