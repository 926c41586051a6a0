import { statfs } from 'node:fs/promises';

/** Whether the disk that the embedded database writes to has room for more. */
export interface RoomLeft {
  /** Too little is free: nothing is accepted and nothing is begun, so that what runs can still be written down. */
  scarce(): boolean;
  stop(): void;
}

/** Below this nothing is accepted and no run is claimed. */
export const leastBytes = 512 * 1024 * 1024;
/** Above this both go on. */
const enoughBytes = 576 * 1024 * 1024;
const lookMs = 1000;

export interface Disk {
  /** Free bytes where the folder stands; no number where there is no such folder: then the database is elsewhere. */
  free?(folder: string): Promise<number>;
  log(level: 'info' | 'warn', words: string, facts: Record<string, unknown>): void;
}

/** Looks once now and then every second, so that asking costs nothing. What cannot be looked at is taken for enough. */
export async function watchRoom(folder: string, { free = freeBytes, log }: Disk): Promise<RoomLeft> {
  let scarce = false;
  async function look(): Promise<void> {
    const bytes = await free(folder).catch(() => Number.POSITIVE_INFINITY);
    const before = scarce;
    scarce = bytes < (before ? enoughBytes : leastBytes);
    if (scarce === before) return;
    const facts = { folder, freeMegabytes: Math.floor(bytes / 2 ** 20) };
    if (scarce) log('warn', roomWords, facts);
    else log('info', 'There is room on the disk again: messages are taken and runs go on.', facts);
  }
  await look();
  const looking = setInterval(() => void look(), lookMs);
  looking.unref();
  return { scarce: () => scarce, stop: () => clearInterval(looking) };
}

export const roomWords =
  'Less than 512 MB are free on the disk of the database. No message is taken and no run begun until there is room again; nothing that was accepted is lost.';

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
