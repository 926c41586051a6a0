import { type Beat, beatOf, type Cadence } from './cadence.ts';
import { endOfGap, instantsOf, offsetAt, wallAt } from './zone.ts';

/**
 * The first firing after an instant, both in milliseconds; null when none comes any more.
 *
 * Where an hour is named, a time that the clock skips fires once at the first instant after the gap, and a time that
 * comes twice fires the first time only. Where none is (`15 * * * *`, `every 10 minutes`), real time goes on evenly:
 * what is skipped is skipped, and the hour that comes twice is two hours.
 */
export function nextFiring(cadence: Cadence, after: number): number | null {
  return nextOf(beatOf(cadence), cadence.zone, after);
}

/** The next `n` firings, fewer when no more come. */
export function nextFirings(cadence: Cadence, after: number, n: number): number[] {
  const firings: number[] = [];
  for (const firing of firingsAfter(cadence, after)) if (firings.push(firing) >= n) break;
  return firings;
}

/** All firings after one instant up to and including another. */
export function firingsWithin(cadence: Cadence, after: number, until: number): number[] {
  const firings: number[] = [];
  for (const firing of firingsAfter(cadence, after)) {
    if (firing > until) break;
    firings.push(firing);
  }
  return firings;
}

function* firingsAfter(cadence: Cadence, after: number): Generator<number> {
  const beat = beatOf(cadence);
  for (let at = nextOf(beat, cadence.zone, after); at !== null; at = nextOf(beat, cadence.zone, at)) yield at;
}

function nextOf(beat: Beat, zone: string, after: number): number | null {
  if (beat.kind === 'every') return (Math.floor(after / 1000 / beat.seconds) + 1) * beat.seconds * 1000;
  return beat.everyHour ? nextEvenly(beat.next, zone, after) : nextNamed(beat.next, zone, after);
}

type NextWall = (wall: number) => number | null;

function nextNamed(next: NextWall, zone: string, after: number): number | null {
  for (let wall = next(wallAt(zone, after)); wall !== null; wall = next(wall)) {
    const instant = instantsOf(zone, wall)[0] ?? endOfGap(zone, wall);
    if (instant > after) return instant;
  }
  return null;
}

/** No clock is put back by more. */
const longestFold = 3 * 3_600_000;

/** Looks back over the hour that is about to come a second time, for the times in it are still to come. */
function nextEvenly(next: NextWall, zone: string, after: number): number | null {
  const back = Math.max(0, offsetAt(zone, after) - offsetAt(zone, after + longestFold));
  let found: number | null = null;
  for (let wall = next(wallAt(zone, after) - back); wall !== null; wall = next(wall)) {
    const instants = instantsOf(zone, wall);
    for (const instant of instants) if (instant > after && (found === null || instant < found)) found = instant;
    if (instants[0] !== undefined && instants[0] > after) return found;
  }
  return found;
}
