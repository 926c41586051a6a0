/** The UTC day in which a message's id was made, by the clock of the process that made it. */
export function dayOfMessage(id: string): string | undefined {
  if (!timed.test(id)) return undefined;
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return ms > 8.64e15 ? undefined : new Date(ms).toISOString().slice(0, 10);
}

const timed = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A uuid of version 7: begins with the time, so that a message can be found by its id alone. */
export function messageId(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
