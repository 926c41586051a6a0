import { describe, expect, it } from 'vitest';
import { defaultCard } from '#flow/estimate/card.ts';
import { answerTo } from './answer.ts';

const asked = (systems: number, eventsPerDay: number, freshnessMinutes: number) =>
  answerTo(defaultCard, { systems, talk: 'mesh', needs: { eventsPerDay, freshnessMinutes } });

describe('the answer under the question', () => {
  it('names the pattern, its price, and what point-to-point would be', () => {
    expect(asked(5, 12_000, 5)).toMatchObject({
      patterns: ['hub-and-spoke'],
      advised: 'Hub-and-spoke',
      price: 'EUR 3,000–5,500 to build.',
      other: expect.stringMatching(/^Point-to-point needs 10 connections.*, EUR 4,000–8,000/),
    });
  });

  it('compares with the hub when point-to-point is advised', () => {
    expect(asked(2, 300, 60)).toMatchObject({
      advised: 'Point-to-point',
      price: 'EUR 400–800 to build.',
      other: expect.stringMatching(/^Hub-and-spoke needs hub \+ 2 spokes, EUR 2,100–4,000/),
    });
  });
});
