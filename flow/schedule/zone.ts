/** Wall clocks: what a clock in some zone shows at an instant, and back. Instants and wall times are milliseconds; a wall time is written as if it were UTC. */

export function isZone(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** Milliseconds that the zone's clock is ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  const part = new Map(
    clockOf(zone)
      .formatToParts(second)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - second;
}

export function wallAt(zone: string, instant: number): number {
  return instant + offsetAt(zone, instant);
}

/** The instants at which the zone's clock shows a wall time: one, none where the clock is put forward, two where it is put back. */
export function instantsOf(zone: string, wall: number): number[] {
  const [before, after] = around(zone, wall);
  const instants = [before, after].filter((offset) => offsetAt(zone, wall - offset) === offset);
  return [...new Set(instants)].map((offset) => wall - offset).sort((a, b) => a - b);
}

/** The first instant after the gap in which a wall time falls that no clock shows. */
export function endOfGap(zone: string, wall: number): number {
  const [before, after] = around(zone, wall);
  let low = Math.floor((wall - after) / 1000);
  let high = Math.ceil((wall - before) / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** `2026-11-23T06:00:00+01:00`. */
export function localTime(zone: string, instant: number): string {
  const offset = offsetAt(zone, instant);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (n: number) => String(n).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const dayMs = 86_400_000;

/** Offsets a day before and a day after: clocks are not changed twice in two days. */
function around(zone: string, wall: number): [before: number, after: number] {
  return [offsetAt(zone, wall - dayMs), offsetAt(zone, wall + dayMs)];
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for what is not a zone */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const two = '2-digit' as const;
  const time = { hour: two, minute: two, second: two, hourCycle: 'h23' as const };
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: two, day: two, ...time });
  clocks.set(zone, clock);
  return clock;
}
