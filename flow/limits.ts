import type { Limit } from './catalog.ts';

/** What one limit counts: calls within a second, a minute or a UTC day, or calls under way at once. */
export const limitKinds = ['second', 'minute', 'day', 'concurrent'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** A limit as it is kept for a connection. */
export interface Allowed {
  per: LimitKind;
  calls: number;
}

/** What a person set for a connection in place of what its connector declares; `calls: null` is no limit. */
export interface OwnLimit {
  calls: number | null;
  by: string;
  /** ISO 8601 UTC. */
  at: string;
}
export type OwnLimits = Partial<Record<LimitKind, OwnLimit>>;

/** The limits that bind: a connection's own before the connector's, and where that says two, the tighter one. */
export function limitsOf(declared: Limit[], own: OwnLimits): Allowed[] {
  return limitKinds.flatMap((per) => {
    const mine = own[per];
    const calls = mine ? mine.calls : declaredLimit(declared, per)?.calls;
    return calls === undefined || calls === null ? [] : [{ per, calls }];
  });
}

/** What a connector declares of one kind. */
export function declaredLimit(declared: Limit[], per: LimitKind): Limit | undefined {
  return declared.filter((limit) => limit.per === per).sort((a, b) => a.calls - b.calls)[0];
}

/** `60 calls a minute`, `5 calls at once`. */
export function limitWords({ per, calls }: Allowed): string {
  const amount = `${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'}`;
  return per === 'concurrent' ? `${amount} at once` : `${amount} a ${per}`;
}
