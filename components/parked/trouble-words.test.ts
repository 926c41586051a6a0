import { describe, expect, it } from 'vitest';
import type { Trouble } from '#flow/run/message.ts';
import { troubleLikeness } from './trouble-words.ts';

const trouble = (part: Partial<Trouble>): Trouble => ({ class: 'rejected', message: 'No', wayOut: 'Fix it.', ...part });

describe('troubleLikeness', () => {
  const first = trouble({ vendor: "Account code '4010' is not valid", field: 'LineItems[0].AccountCode' });

  it('sees past numbers, quoted names and the place in a list', () => {
    const second = trouble({ vendor: "Account code '4020' is not valid", field: 'LineItems[3].AccountCode' });
    expect(troubleLikeness(second, 'create')).toBe(troubleLikeness(first, 'create'));
  });

  it.each([
    ['another step', first, 'other'],
    ['another kind', trouble({ ...first, class: 'mapping' }), 'create'],
    ['another field', trouble({ ...first, field: 'Contact.Name' }), 'create'],
    ['other words', trouble({ ...first, vendor: 'Contact is missing' }), 'create'],
  ])('keeps %s apart', (_what, other, node) => {
    expect(troubleLikeness(other, node)).not.toBe(troubleLikeness(first, 'create'));
  });
});
