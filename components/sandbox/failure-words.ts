import type { FailureKind, Failures } from '#components/trpc.tsx';

export const noFailures: Failures = { latencyMs: 0, failNext: null, failRate: null };

/** As the form offers them. */
export const failureKinds: { kind: FailureKind; label: string }[] = [
  { kind: 429, label: '429 too many calls' },
  { kind: 500, label: '500 out of order' },
  { kind: 'dropped', label: 'cut before it acts' },
  { kind: 'lost', label: 'cut after it acted' },
];

const kindWords: Record<FailureKind, string> = {
  429: 'with 429',
  500: 'with 500',
  dropped: 'by a cut connection, before it acts',
  lost: 'by a cut connection, after it acted',
};

/** What is wrong with a sandbox system now, in words; null when it behaves. */
export function failureWords({ latencyMs, failNext, failRate }: Failures): string | null {
  const parts = [
    latencyMs > 0 ? `answers ${latencyMs.toLocaleString('en-US')} ms late` : '',
    failNext && failNext.count > 0
      ? `fails the next ${failNext.count === 1 ? 'call' : `${failNext.count} calls`} ${kindWords[failNext.status]}`
      : '',
    failRate && failRate.percent > 0 ? `fails ${failRate.percent} % of all calls ${kindWords[failRate.status]}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}
