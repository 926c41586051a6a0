import type { Failures } from '#components/trpc.tsx';

export const noFailures: Failures = { latencyMs: 0, failNext: null, failRate: null };

/** What is wrong with a sandbox system now, in words; null when it behaves. */
export function failureWords({ latencyMs, failNext, failRate }: Failures): string | null {
  const parts = [
    latencyMs > 0 ? `answers ${latencyMs.toLocaleString('en-US')} ms late` : '',
    failNext && failNext.count > 0
      ? `fails the next ${failNext.count === 1 ? 'call' : `${failNext.count} calls`} with ${failNext.status}`
      : '',
    failRate && failRate.percent > 0 ? `fails ${failRate.percent} % of all calls with ${failRate.status}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}
