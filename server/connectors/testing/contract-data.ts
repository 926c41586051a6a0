import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of specifications and samples, which is no part of the repository. */
export function dataFile(name: string): Buffer {
  const folder = process.env.CONTRACT_DATA;
  if (!folder) throw new Error('CONTRACT_DATA names no folder; run this by npm run conformance');
  return readFileSync(path.join(folder, name));
}

export function dataJson<T>(name: string): T {
  return JSON.parse(dataFile(name).toString('utf8')) as T;
}
