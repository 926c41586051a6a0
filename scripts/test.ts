// `npm test`: everything that must hold, in order, one line each; `npm test -- types unit` runs only those named.
// It goes on after a failure, and closes with the sum of all tests. Exit code 1 when anything failed.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeServices, type FoundService, findServices } from './services.ts';
import { countPlaywright, countVitest, type Tally, total } from './tally.ts';

type Stage = {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Reads the tests run from the JSON file named in `env` or `command`; a stage without it counts as one. */
  count?: (report: unknown) => Tally;
  /** What it says last is worth seeing also when it went well. */
  tells?: boolean;
  /** Why it cannot run here; it then counts as one skipped. */
  skipped?: string;
};

const reports = mkdtempSync(path.join(tmpdir(), 'wheelwright-report-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const wanted = process.argv.slice(2);
const strict = process.env.REQUIRE_SERVICES === '1';
const services = await findServices();
console.log(`What the tests need:\n${describeServices(services)}\n`);

const tallies: Tally[] = [];
const remarks: string[] = [];
for (const stage of await stages(services)) {
  if (wanted.length === 0 || wanted.includes(stage.name)) tallies.push(await runStage(stage));
}
if (tallies.length === 0) {
  remarks.push(`There is no stage called ${wanted.join(' or ')}.`);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}
if (strict && wanted.length === 0) {
  for (const missing of services.filter((service) => !service.found)) {
    remarks.push(`${missing.name} is required here (REQUIRE_SERVICES=1) and was not found. ${missing.wayOut}`);
    tallies.push({ passed: 0, failed: 1, skipped: 0 });
  }
}
for (const service of services) await service.found?.stop?.();

const sum = total(tallies);
console.log(`\n${[...remarks, ''].join('\n')}${say(sum)}`);
process.exitCode = sum.failed > 0 ? 1 : 0;

async function stages(found: FoundService[]): Promise<Stage[]> {
  const env = Object.fromEntries(found.flatMap((one) => (one.found ? [[one.variable, one.found.where]] : [])));
  const chromium = found.find((one) => one.variable === 'CHROMIUM_PATH');
  const contractData = path.resolve(process.env.CONTRACT_DATA || '../shared/contracts/data');
  return [
    { name: 'types', command: ['tsc', '--noEmit'] },
    { name: 'format', command: ['biome', 'check', '--diagnostic-level=warn', '--error-on-warnings', '.'] },
    { name: 'imports', command: ['node', 'scripts/check-imports.ts'] },
    { name: 'generated', command: ['node', 'scripts/write-schema.ts', '--check'] },
    { name: 'unit', command: ['vitest', 'run', ...vitestReport('unit')], env, count: countVitest },
    {
      name: 'conformance',
      command: ['vitest', 'run', '--config', 'vitest.conformance.config.ts', ...vitestReport('conformance')],
      env: { CONTRACT_DATA: contractData },
      count: countVitest,
      skipped: existsSync(contractData) ? undefined : `there is no folder ${contractData}; CONTRACT_DATA names it`,
    },
    {
      name: 'e2e',
      command: ['playwright', 'test'],
      env: {
        ...env,
        E2E_PORT: process.env.E2E_PORT || String(await freePort()),
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e'),
      },
      count: countPlaywright,
      skipped: chromium?.found ? undefined : `Chromium was not found. ${chromium?.wayOut}`,
    },
    {
      name: 'kill',
      command: [
        'node',
        'bench/kill/kill-test.ts',
        '--rounds',
        '15',
        '--orders',
        '40',
        '--port',
        String(await freePort()),
      ],
      tells: true,
      skipped: process.platform === 'linux' ? undefined : 'it finds the processes to kill where Linux shows them',
    },
  ];
}

async function runStage(stage: Stage): Promise<Tally> {
  process.stdout.write(`${stage.name.padEnd(12)} `);
  if (stage.skipped) {
    console.log(`skipped: ${stage.skipped}`);
    remarks.push(`Skipped: ${stage.name}, because ${stage.skipped}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const began = performance.now();
  const { code, output } = await run(stage);
  const tally = tallyOf(stage, code);
  console.log(`${say(tally).padEnd(36)} ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`);
  if (stage.tells) console.log(output.trimEnd().split('\n').at(-1));
  if (tally.failed > 0) {
    console.log(output.trimEnd());
    remarks.push(`Failed: ${stage.name} (its output is above; alone: npm test -- ${stage.name})`);
  }
  return tally;
}

/** A stage that ended badly has failed whatever it counted, and so has one that found no test. */
function tallyOf(stage: Stage, code: number | null): Tally {
  const alone = code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  if (!stage.count) return alone;
  const report = existsSync(reportFile(stage.name)) ? stage.count(readJson(reportFile(stage.name))) : total([]);
  const sound = report.failed > 0 || (code === 0 && report.passed > 0);
  return sound ? report : { ...report, failed: report.failed + 1 };
}

function run(stage: Stage): Promise<{ code: number | null; output: string }> {
  const [command = '', ...args] = stage.command;
  const searchPath = [path.resolve('node_modules/.bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: searchPath, ...stage.env },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (code: number | null, last = '') => resolve({ code, output: Buffer.concat(chunks).toString() + last });
    child.once('error', (error) => end(1, `\n${error.message}`));
    child.once('close', (code) => end(code));
  });
}

function vitestReport(name: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(name)}`];
}

function reportFile(name: string): string {
  return path.join(reports, `${name}.json`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function say({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
