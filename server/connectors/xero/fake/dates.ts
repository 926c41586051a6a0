/** `2026-11-23` from `2026-11-23`, `2026-11-23T10:00:00` or `/Date(1795392000000+0000)/`; undefined for anything else. */
export function readDate(text: string): string | undefined {
  const epoch = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (epoch) return new Date(Number(epoch)).toISOString().slice(0, 10);
  const day = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]+Z?)?$/.exec(text)?.[1];
  return day && isDay(day) ? day : undefined;
}

/** A calendar day as the vendor answers it. */
export function msDate(day: string): string {
  return `/Date(${Date.parse(`${day}T00:00:00Z`)}+0000)/`;
}

export function msTime(at: number): string {
  return `/Date(${at}+0000)/`;
}

/** Today where the organisation is. */
export function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
