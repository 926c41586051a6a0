import { Agent, request as httpRequest } from 'node:http';
import { orderText } from './order.ts';

/** Posts orders over `connections` keep-alive connections, each sending the next as soon as it is answered. Its own process. */
interface Job {
  url: string;
  from: number;
  total: number;
  connections: number;
}

process.send?.({ port: 0 });
process.on('message', async (job: Job) => process.send?.(await run(job)));
process.on('disconnect', () => process.exit(0));

async function run({
  url,
  from,
  total,
  connections,
}: Job): Promise<{ ok: number; failed: number; latencies: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let next = 0;
  let failed = 0;
  const lane = async () => {
    for (let i = next++; i < total; i = next++) {
      const began = performance.now();
      const status = await post(url, orderText(from + i), agent).catch(() => 0);
      if (status >= 200 && status < 300) latencies.push(performance.now() - began);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  agent.destroy();
  return { ok: latencies.length, failed, latencies };
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
