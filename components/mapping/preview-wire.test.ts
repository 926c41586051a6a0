import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { Preview } from './preview.ts';
import { answerText, readAnswer, readRequest, requestText } from './preview-wire.ts';

describe('the way to the worker and back', () => {
  it('keeps every digit of a request', () => {
    const request = {
      mapping: { format: 1 as const, rows: [] },
      schema: undefined,
      body: { big: new Decimal('12345678901234567890.5') },
      given: { now: '2026-11-23T00:00:00Z', zone: 'UTC' },
    };
    expect(readRequest(requestText(request)).body).toEqual(request.body);
  });

  it('tells nothing from null in an answer', () => {
    const answer: Preview = {
      value: undefined,
      troubles: [],
      warnings: [],
      rows: new Map([['a', { values: [undefined, null, new Decimal('12345678901234567890'), [1]], state: 'ok' }]]),
      ms: 1.5,
    };
    expect(readAnswer(answerText(answer))).toEqual(answer);
    expect(readAnswer(answerText({ ...answer, value: null })).value).toBeNull();
  });
});
