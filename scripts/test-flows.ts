// Runs the tests that flows keep, without a server: `npm run test:flows [file or folder …]` for exported flows, `--workspace`
// (also what it does without a word) for the drafts in the database. Prints each test; exits with 1 when one fails, when a
// file is no flow, and when there is no flow at all, so that a pipeline that looks in the wrong folder does not pass.

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from '#flow/catalog.ts';
import { nodeOf } from '#flow/flow.ts';
import { runFlowTests } from '#flow/mapping-tests.ts';
import { readFlow } from '#flow/migrate.ts';
import { catalog } from '#server/connectors/catalog.ts';
import { openDatabase } from '#server/db.ts';
import { readEnvironment } from '#server/env.ts';
import { runningPostmaster } from '#server/postgres/postmaster-file.ts';
import { listDrafts } from '#server/store/flows.ts';

export interface FlowText {
  /** A file, or the flow's place in the workspace. */
  from: string;
  text: string;
}

export interface Report {
  lines: string[];
  passed: number;
  failed: number;
}

/** One line per test, by flow; a text that is no flow counts as a failed test. */
export async function reportOf(flows: FlowText[], known: Catalog): Promise<Report> {
  const report: Report = { lines: [], passed: 0, failed: 0 };
  for (const { from, text } of flows) {
    const read = readFlow(text);
    if (!read.ok) {
      report.failed += 1;
      report.lines.push(`✗ ${from}: ${read.problems[0]?.message ?? 'no flow'}`);
      continue;
    }
    const flow = read.value;
    const results = await runFlowTests(flow, known);
    report.lines.push(`${flow.name} (${from})${results.length === 0 ? ': no tests' : ''}`);
    for (const { test, node, passed, words } of results) {
      const name = (flow.tests?.find(({ id }) => id === test)?.name ?? test).replace(/\s+/g, ' ');
      report.lines.push(`  ${passed ? '✓' : '✗'} ${nodeOf(flow, node)?.name ?? node} › ${name}`);
      if (!passed) report.lines.push(`      ${words}.`);
      report[passed ? 'passed' : 'failed'] += 1;
    }
  }
  return report;
}

/** A file, or every `.json` beneath a folder that holds a flow. @throws when nothing is there, or no flow in the folder */
export function readFlowFiles(place: string): FlowText[] {
  if (!existsSync(place)) throw new Error(`${place} is not there.`);
  if (!statSync(place).isDirectory()) return [{ from: place, text: textOf(place) }];
  const flows = readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.split(path.sep).includes('node_modules'))
    .sort()
    .map((file) => ({ from: path.join(place, file), text: textOf(path.join(place, file)) }))
    .filter(({ text }) => holdsFlow(text));
  if (flows.length === 0) throw new Error(`${place} holds no exported flow.`);
  return flows;
}

/** Without the mark that some editors put before a text. */
const textOf = (file: string): string => readFileSync(file, 'utf8').replace(/^\uFEFF/, '');

/** Has nodes and edges; of what is broken the words are asked for, so that it is not passed over. */
function holdsFlow(text: string): boolean {
  if (!/"nodes"\s*:/.test(text) || !/"edges"\s*:/.test(text)) return false;
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && 'nodes' in found && 'edges' in found;
  } catch {
    return true;
  }
}

/** The drafts of every workspace in the database that DATABASE_URL names, else in the embedded one, which must be running. */
async function readDrafts(): Promise<FlowText[]> {
  const db = openDatabase(databaseUrl(), 2);
  try {
    const workspaces = await db.sql<{ id: string; name: string }[]>`select id, name from workspace order by name`;
    const lists = await Promise.all(
      workspaces.map(async ({ id, name }) =>
        (await listDrafts(db.orm, id)).map((draft) => ({ from: `${name}, ${draft.id}`, text: draft.document })),
      ),
    );
    return lists.flat();
  } finally {
    await db.end();
  }
}

function databaseUrl(): string {
  const env = readEnvironment();
  if (env.databaseUrl) return env.databaseUrl;
  const folder = path.join(env.dataDir, 'postgres');
  const running = existsSync(folder) ? runningPostmaster(realpathSync(folder)) : null;
  if (!running)
    throw new Error('The database is not running. Start Wheelwright first (npm start), or set DATABASE_URL.');
  const password = readFileSync(`${folder}.password`, 'utf8').trim();
  return `postgres://wheelwright:${password}@127.0.0.1:${running.port}/wheelwright`;
}

const usage = `npm run test:flows -- [file or folder …] [--workspace]
Runs the tests kept in exported flows, or in the drafts of the running workspace (also without a word).`;

async function main(words: string[]): Promise<void> {
  if (words.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    const places = words.filter((word) => word !== '--workspace');
    const option = places.find((word) => word.startsWith('--'));
    if (option) throw new Error(`There is no option ${option}.\n${usage}`);
    const isWorkspace = words.includes('--workspace') || places.length === 0;
    const flows = [...places.flatMap(readFlowFiles), ...(isWorkspace ? await readDrafts() : [])];
    const { lines, passed, failed } = await reportOf(flows, catalog());
    console.log([...lines, '', `${passed} passed, ${failed} failed`].join('\n'));
    process.exitCode = failed > 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main(process.argv.slice(2));
