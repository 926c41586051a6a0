import type { FailureKind, Failures } from '#components/trpc.tsx';

export const noFailures: Failures = { latencyMs: 0, failNext: null, failRate: null };

/** As the form offers them. */
export const failureKinds: { kind: FailureKind; label: string }[] = [
  { kind: 429, label: '429 too many calls' },
  { kind: 500, label: '500 out of order' },
  { kind: 'dropped', label: 'cut before it acts' },
  { kind: 'lost', label: 'cut after it acted' },
];

/** What it does to such calls. */
function doesTo(kind: FailureKind, calls: string): string {
  switch (kind) {
    case 'dropped':
      return `cuts off ${calls} before it acts`;
    case 'lost':
      return `cuts off ${calls} after it acted`;
    default:
      return `fails ${calls} with ${kind}`;
  }
}

/** What is wrong with a sandbox system now, in words; null when it behaves. */
export function failureWords({ latencyMs, failNext, failRate }: Failures): string | null {
  const parts = [
    latencyMs > 0 ? `answers ${latencyMs.toLocaleString('en-US')} ms late` : '',
    failNext && failNext.count > 0
      ? doesTo(failNext.status, `the next ${failNext.count === 1 ? 'call' : `${failNext.count} calls`}`)
      : '',
    failRate && failRate.percent > 0 ? doesTo(failRate.status, `${failRate.percent} % of all calls`) : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}
