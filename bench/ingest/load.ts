import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';
import { orderText } from './order.ts';

/**
 * Posts orders to addresses in turn. Either over so many keep-alive connections, each sending the next as soon as it is
 * answered, or so many a second, whether answered or not. Its own process.
 */
export interface Job {
  urls: string[];
  from: number;
  total: number;
  pace: { connections: number } | { perSecond: number };
  /** Business keys that the orders share; each has its own unless told. */
  keys?: number;
}

export interface Told {
  failed: number;
  /** Of accepted ones, in ms. */
  latencies: number[];
}

process.send?.({ port: 0 });
process.on('message', async (job: Job) => process.send?.(await run(job)));
process.on('disconnect', () => process.exit(0));

async function run({ urls, from, total, pace, keys }: Job): Promise<Told> {
  const agent = new Agent({ keepAlive: true, maxSockets: 'connections' in pace ? pace.connections : 256 });
  const latencies: number[] = [];
  let next = 0;
  let failed = 0;
  const one = async (i: number) => {
    const began = performance.now();
    const status = await post(urls[i % urls.length] ?? '', orderText(from + i, keys), agent).catch(() => 0);
    if (status >= 200 && status < 300) latencies.push(performance.now() - began);
    else failed += 1;
  };
  if ('connections' in pace) {
    const lane = async () => {
      for (let i = next++; i < total; i = next++) await one(i);
    };
    await Promise.all(Array.from({ length: pace.connections }, lane));
  } else {
    const began = performance.now();
    const under: Promise<void>[] = [];
    while (next < total) {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * pace.perSecond));
      while (next < due) under.push(one(next++));
      await rest(2);
    }
    await Promise.all(under);
  }
  agent.destroy();
  return { failed, latencies };
}

function post(url: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
