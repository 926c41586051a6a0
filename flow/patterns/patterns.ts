import type { Pattern } from '../flow.ts';
import { batchEtl } from './batch-etl.ts';
import { eventDriven } from './event-driven.ts';
import { hubAndSpoke } from './hub-and-spoke.ts';
import { pointToPoint } from './point-to-point.ts';
import type { PatternRules } from './rules.ts';

/** The four patterns, the one to start with first. */
export const allPatterns: PatternRules[] = [hubAndSpoke, eventDriven, pointToPoint, batchEtl];

export function patternRules(pattern: Pattern): PatternRules {
  const found = allPatterns.find((candidate) => candidate.id === pattern);
  if (!found) throw new Error(`The pattern ${pattern} has no rules`);
  return found;
}

/** The name within a sentence: "hub-and-spoke", "batch ETL". */
export function inSentence(pattern: Pattern): string {
  const { name } = patternRules(pattern);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
