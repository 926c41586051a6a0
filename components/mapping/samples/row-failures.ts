import type { Verdict } from './verdicts.ts';

/** What one row comes to over all samples that count. */
export interface RowFailures {
  /** On how many samples it gives nothing that may be sent, */
  samples: number;
  /** of how many. */
  of: number;
  /** What most of them say, and how many say it. */
  words: string;
  alike: number;
  /** The first sample on which it fails. */
  first: string;
}

/** By row id. Empty where only one sample counts: what is said of that one says all. */
export function rowFailures(verdicts: Verdict[]): Map<string, RowFailures> {
  const failures = new Map<string, RowFailures>();
  if (verdicts.length < 2) return failures;
  const said = new Map<string, Map<string, number>>();
  for (const { sample, rows } of verdicts) {
    for (const { id, words } of rows) {
      const counts = said.get(id) ?? new Map<string, number>();
      said.set(id, counts);
      const alike = (counts.get(words) ?? 0) + 1;
      counts.set(words, alike);
      const known = failures.get(id) ?? { samples: 0, of: verdicts.length, words, alike: 0, first: sample };
      const most = alike > known.alike ? { words, alike } : {};
      failures.set(id, { ...known, ...most, samples: known.samples + 1 });
    }
  }
  return failures;
}

/** `7 of 50 samples fail, 5 of them: there is no date`. */
export function failureWords({ samples, of, words, alike }: RowFailures): string {
  return `${samples} of ${of} samples fail${alike < samples ? `, ${alike} of them` : ''}: ${words}`;
}
