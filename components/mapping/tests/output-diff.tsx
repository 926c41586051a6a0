import type { OutputDifference } from '#flow/mapping-tests.ts';

const mostShown = 12;

/** Field by field: what was expected, what came. */
export function OutputDiff({ differences }: { differences: OutputDifference[] }) {
  if (differences.length === 0) return null;
  return (
    <ul aria-label="Differences">
      {differences.slice(0, mostShown).map(({ field, expected, came }) => (
        <li key={field} className="py-0.5">
          <span className="data font-medium text-ink">{field === '' ? 'the body' : field}</span>
          <DiffLine sign="−" words="expected" text={expected} look="bg-failed-tint" />
          <DiffLine sign="+" words="came" text={came} look="bg-ok-tint" />
        </li>
      ))}
      {differences.length > mostShown ? <li className="label">and {differences.length - mostShown} more</li> : null}
    </ul>
  );
}

function DiffLine({ sign, words, text, look }: { sign: string; words: string; text: string | null; look: string }) {
  return (
    <span className={`data flex gap-1.5 px-1 text-ink ${look}`}>
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{words}: </span>
      <span className="min-w-0 break-all">{text ?? <span className="text-ink-3">nothing</span>}</span>
    </span>
  );
}
