import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from './listen.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function server(): Server {
  const made = createServer();
  open.push(made);
  return made;
}

/** A port that is taken from now on. */
async function taken(): Promise<number> {
  const holder = server().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  return (holder.address() as AddressInfo).port;
}

describe('listening', () => {
  it('names a port that is in use and takes the next free one', async () => {
    const busy = await taken();
    const said: string[] = [];
    const mine = server();
    const port = await listen(mine, '127.0.0.1', busy, (line) => said.push(line));
    expect(port).toBeGreaterThan(busy);
    expect((mine.address() as AddressInfo).port).toBe(port);
    expect(said[0]).toBe(`Port ${busy} is in use; trying ${busy + 1}.`);
    expect(said).toHaveLength(port - busy);
  });

  it('says nothing about a port that is free', async () => {
    const holder = await taken();
    open.pop()?.close();
    const said: string[] = [];
    const port = await listen(server(), '127.0.0.1', holder, (line) => said.push(line));
    expect([port, said]).toEqual([holder, []]);
  });

  it('passes on what is wrong besides', async () => {
    await expect(listen(server(), '192.0.2.1', 40_000, () => {})).rejects.toThrow('EADDRNOTAVAIL');
  });
});
