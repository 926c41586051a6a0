import { describe, expect, it } from 'vitest';
import { absolute, placeText, readPlace, type Standpoint, seenFrom } from './places.ts';

const top: Standpoint = { item: [], isTop: true };
const inLines: Standpoint = { item: ['lines', '[]'], isTop: false };

describe('a place as one names it', () => {
  it.each<[Standpoint, string[], string]>([
    [top, ['customer', 'email'], 'customer.email'],
    [inLines, ['lines', '[]', 'sku'], 'sku'],
    [inLines, ['lines', '[]'], '$'],
    [inLines, ['odd name'], '$root."odd name"'],
    [top, [], '$'],
  ])('from %j: %j is %s', (at, path, text) => {
    const place = seenFrom(path, at);
    expect(placeText(place, at)).toBe(text);
    expect(readPlace(text, at)).toEqual(place);
    expect(absolute(place, at)).toEqual(path);
  });

  it('is none where nothing or no path is typed', () => {
    expect([readPlace(' ', top), readPlace('a..b', top)]).toEqual([undefined, undefined]);
  });
});
