import { describe, expect, it } from 'vitest';
import { asksForValue, freshRule, rulesOf, withLabel } from './rule-list.ts';

describe('rules in a form', () => {
  it('are read from the document, whatever else stands there', () => {
    expect(rulesOf([{ path: 'total', is: 'greater', value: 100 }, 'broken', { path: 'vip', is: 'is true' }])).toEqual([
      { path: 'total', is: 'greater', value: '100' },
      { path: 'vip', is: 'is true' },
    ]);
    expect(rulesOf('broken')).toEqual([]);
  });

  it('get a port of their own, never that of another or of the node', () => {
    const first = freshRule([], 'equals', true);
    const second = freshRule([first], 'equals', true);
    expect([first.port, second.port]).toEqual(['way-1', 'way-2']);
    expect(withLabel([{ path: '', is: 'equals' }], 0, 'Error')).toMatchObject({ label: 'Error', port: 'error-2' });
    expect(withLabel([{ path: '', is: 'equals' }], 0, 'Süd-Amerika & 2')).toMatchObject({ port: 'sud-amerika-2' });
    expect(withLabel([{ path: '', is: 'equals' }], 0, '4711')).toMatchObject({ port: 'way' });
  });

  it('keep their port when they are renamed, so that edges stay', () => {
    expect(withLabel([{ path: '', is: 'equals', port: 'way-1', label: 'Way 1' }], 0, 'Germany')).toMatchObject({
      label: 'Germany',
      port: 'way-1',
    });
  });

  it('ask for a value only where one is compared with', () => {
    expect(['equals', 'one of', 'is empty', 'is true'].map(asksForValue)).toEqual([true, true, false, false]);
  });
});
