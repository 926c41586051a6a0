import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Checks against specifications and samples of outside systems, which are not part of this repository: the files named
 * `*.conformance.ts`. They find the folder in the environment as CONTRACT_DATA, absolute. Without that folder nothing is
 * checked, and this says so.
 */
const folder = path.resolve(process.env.CONTRACT_DATA || '../shared/contracts/data');
const present = existsSync(folder);
if (!present)
  console.log(
    `Conformance is not checked: there is no folder ${folder}. Set CONTRACT_DATA to the one that holds the data.`,
  );

export default defineConfig({
  test: {
    include: present ? ['{flow,server}/**/*.conformance.ts'] : [],
    passWithNoTests: !present,
    environment: 'node',
    env: { CONTRACT_DATA: folder },
    testTimeout: 60_000,
  },
});
