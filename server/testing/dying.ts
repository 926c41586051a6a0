import type { Host } from '../executor/host.ts';

export class Died extends Error {}

/** A worker that dies: before its n-th write, or right after it. */
export function dyingAt(write: number, after: boolean): (host: Host) => Host {
  let writes = 0;
  return (host) => ({
    ...host,
    async append(leg, append) {
      writes += 1;
      if (writes === write && !after) throw new Died();
      await host.append(leg, append);
      if (writes === write) throw new Died();
    },
  });
}
