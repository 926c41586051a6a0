import { describe, expect, it } from 'vitest';
import type { Needs, Pattern } from '../flow.ts';
import { minutesWords } from '../patterns/needs.ts';
import { testCatalog } from '../testing/catalog.ts';
import { draw } from '../testing/draw.ts';
import { defaultCard } from './card.ts';
import { countFlow, meshCounts } from './count.ts';
import { answerSentence, quietLine } from './words.ts';

describe('the quiet line under the canvas', () => {
  it.each<[Pattern, string, string]>([
    ['point-to-point', 'order > map > invoice', 'Point-to-point, 1 connection: EUR 400–800'],
    ['point-to-point', 'order > invoice; order > customer', 'Point-to-point, 2 connections: EUR 800–1,600'],
    ['hub-and-spoke', 'order > invoice; order > customer', 'Hub-and-spoke, hub + 3 spokes: EUR 2,400–4,500'],
    ['event-driven', 'order > invoice', 'Event-driven, one fixed price: EUR 3,000–6,000'],
    ['batch-etl', 'order > report', 'Batch ETL, one pipeline: EUR 800–2,000'],
    ['point-to-point', '', 'Point-to-point: connect two systems to see a price'],
    ['hub-and-spoke', 'order; invoice', 'Hub-and-spoke: connect two systems to see a price'],
  ])('of %s over %s reads: %s', (pattern, drawing, expected) => {
    expect(quietLine(defaultCard, pattern, countFlow(draw(drawing), testCatalog))).toBe(expected);
  });
});

describe('the answer', () => {
  it.each<[Needs, number, string]>([
    [
      { eventsPerDay: 12_000, freshnessMinutes: 5 },
      5,
      'For 5 systems that all talk to each other, 12,000 events a day, visible within 5 minutes: hub-and-spoke, EUR 3,000–5,500 to build.',
    ],
    [
      { purpose: 'migration', freshnessMinutes: 1_440 },
      2,
      'For 2 systems that talk to each other, for a migration, visible within 1 day: batch ETL, EUR 800–2,000 to build.',
    ],
    [
      { eventsPerDay: 1, freshnessMinutes: 0 },
      2,
      'For 2 systems that talk to each other, 1 event a day, visible at once: point-to-point, EUR 400–800 to build.',
    ],
  ])('to %j among %i systems reads: %s', (needs, systems, expected) => {
    expect(answerSentence(defaultCard, needs, meshCounts(systems))).toBe(expected);
  });
});

describe('minutes', () => {
  it.each([
    [0, 'at once'],
    [0.5, '30 seconds'],
    [1, '1 minute'],
    [90, '90 minutes'],
    [120, '2 hours'],
    [2_880, '2 days'],
  ])('%d read as %s', (minutes, words) => {
    expect(minutesWords(minutes)).toBe(words);
  });
});
