import { describe, expect, it } from 'vitest';
import { emptyTally, messageStates } from '#flow/run/status.ts';
import { listOf, terms, verdictOf } from './ledger-lines.ts';

describe('the ledger', () => {
  it('has a term for every state a message can be in', () => {
    expect(terms.map((term) => term.state).sort()).toEqual([...messageStates].sort());
  });

  it.each([
    ['received', '/runs?flow=f&trigger=t&first=2026-11-23'],
    ['delivered', '/runs?flow=f&trigger=t&holds=delivered&first=2026-11-23'],
    ['in-flight', '/runs?flow=f&trigger=t&holds=in-flight&first=2026-11-23'],
    ['parked', '/parked?flow=f'],
  ] as const)('leads from %s to its list', (state, address) => {
    expect(listOf(state, { flow: 'f', trigger: 't', first: '2026-11-23' })).toBe(address);
  });

  it('says in figures what is missing', () => {
    expect(verdictOf(0, emptyTally())).toEqual({ mark: 'ok', words: 'Gap 0' });
    expect(verdictOf(1, { ...emptyTally(), received: 12, delivered: 10, parked: 1 })).toEqual({
      mark: 'failed',
      words: 'Gap 1: 12 received, 11 found',
    });
  });
});
