import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Program } from './program.ts';
import { PostgresTrouble } from './trouble.ts';

/** The role that owns everything in the embedded database. */
export const ROLE = 'wheelwright';

/** The major version whose files the embedded programs read; it must be that of the npm packages. */
const MAJOR = '18';

/**
 * Makes the data folder unless it is there. It is made beside its place and moved in whole, so that a start cut short leaves
 * no half of one behind.
 *
 * @returns whether it is new
 * @throws PostgresTrouble for a folder of another version, a folder full of something else, or when it cannot be written
 */
export function prepareCluster(program: Program, dataDir: string, choice: { trust: boolean; sync: boolean }): boolean {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) {
    assertVersion(dataDir);
    return false;
  }
  assertEmpty(dataDir);
  const draft = `${dataDir}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  program.give(draft);
  const access = choice.trust ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${makePassword(program, dataDir)}`];
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const speed = choice.sync ? [] : ['--no-sync'];
  run(program, program.initdb, ['-D', draft, '-U', ROLE, ...access, ...locale, ...speed, '--no-instructions'], draft);
  if (existsSync(dataDir)) rmdirSync(dataDir);
  renameSync(draft, dataDir);
  return true;
}

/**
 * The generated password, kept beside the data folder and readable by us alone. When that file is lost a new password is
 * set: whoever owns the data folder owns the database anyway.
 */
export function passwordOf(program: Program, dataDir: string): string {
  if (!existsSync(passwordFile(dataDir))) {
    const file = makePassword(program, dataDir);
    const order = `ALTER ROLE ${ROLE} PASSWORD '${readFileSync(file, 'utf8').trim()}';\n`;
    try {
      run(program, program.postgres, ['--single', '-D', dataDir, 'postgres'], dataDir, order);
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
  }
  return readFileSync(passwordFile(dataDir), 'utf8').trim();
}

function passwordFile(dataDir: string): string {
  return `${dataDir}.password`;
}

function makePassword(program: Program, dataDir: string): string {
  const file = passwordFile(dataDir);
  writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  program.give(file);
  return file;
}

function assertVersion(dataDir: string): void {
  const version = readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR) return;
  throw new PostgresTrouble(
    `${dataDir} was written by Postgres ${version}; this Wheelwright brings Postgres ${MAJOR}, which cannot read it. ` +
      'Nothing was changed. Start the Wheelwright that made it, or choose another folder with WHEELWRIGHT_DATA, ' +
      `or serve the data with Postgres ${version} and set DATABASE_URL.`,
  );
}

function assertEmpty(dataDir: string): void {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  throw new PostgresTrouble(
    `${dataDir} is not empty and holds no database. Nothing was changed. Move its contents away, or choose another folder with WHEELWRIGHT_DATA.`,
  );
}

function run(program: Program, command: string, args: string[], folder: string, input = ''): void {
  const [wrapped, wrappedArgs] = program.wrap(command, args);
  const result = spawnSync(wrapped, wrappedArgs, { ...program.ids, cwd: folder, input, encoding: 'utf8' });
  if (result.status === 0) return;
  throw explain(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`, folder);
}

/** Turns what Postgres said into what to do about it. */
export function explain(words: string, dataDir: string): PostgresTrouble {
  const wayOut = WAYS_OUT.find(([pattern]) => pattern.test(words))?.[1] ?? 'What it said is below.';
  return new PostgresTrouble(
    `Postgres did not start on ${dataDir}. ${wayOut}\n${words.trim().split('\n').slice(-12).join('\n')}`,
  );
}

const WAYS_OUT: [RegExp, string][] = [
  [
    /no space left|ENOSPC|disk quota/i,
    'The disk is full: make room, then start again. Nothing that was accepted is lost.',
  ],
  [
    /wrong ownership/i,
    'The folder belongs to another user: start as that user, or choose another folder with WHEELWRIGHT_DATA.',
  ],
  [
    /permission denied|EACCES|read-only file system/i,
    'This user may not write there: choose another folder with WHEELWRIGHT_DATA.',
  ],
  [/another postmaster/i, 'Another Postgres runs on that folder: end it, then start again.'],
  [
    /shared memory|semaphore|ENOMEM|cannot allocate/i,
    'The machine has too little memory to spare: end something else, then start again.',
  ],
];
