// Makes a fresh clone runnable: installs exactly what the lockfile says, checks the Node that npm scripts will use and,
// with --build, builds the pages when their sources have changed. Does nothing in under a tenth of a second when all is
// in place, because it runs before every `npm start`.
//
// Plain JavaScript without dependencies: it runs on whatever Node the newcomer has (18 or newer), before anything is installed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mendPostgres } from './mend-postgres.mjs';

/** Type stripping without a warning, and what vitest and undici ask for. */
const OLDEST_NODE = [22, 19];

/** What Next compiles. Folders are read whole, tests apart; server/api is imported as a type only and leaves no trace. */
const PAGE_SOURCES = ['app', 'components', 'flow', 'public'];
const PAGE_SETTINGS = ['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'];
const BUILD_STAMP = '.next/sources.sha256';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const onWindows = process.platform === 'win32';

process.chdir(root);
const build = process.argv.includes('--build');
if (!isInstalled() || (build && !isBuilt())) {
  const release = await waitForTurn();
  try {
    if (!isInstalled()) install();
    checkNode();
    if (build && !isBuilt()) buildPages();
  } finally {
    release();
  }
} else checkNode();
mend();

/** A defect of a package that would end the process is mended here, until its authors have. */
function mend() {
  const failed = mendPostgres();
  if (failed) stop(['A package could not be mended.', failed]);
}

/**
 * npm records what it has put into node_modules in a hidden lockfile, written last. It must hold the same packages at the
 * same hashes. Optional ones for other machines are rightly absent; those this machine needs are asked for by name.
 */
function isInstalled() {
  const wanted = readJson('package-lock.json')?.packages;
  const present = readJson('node_modules/.package-lock.json')?.packages;
  if (!wanted) stop(['package-lock.json is missing or damaged.', 'Restore it: git checkout package-lock.json']);
  if (!present) return false;
  const forThisMachine = Object.keys(wanted[''].optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
  const needed = Object.entries(wanted).filter(
    ([place, pack]) =>
      place !== '' && ((!pack.optional && !pack.devOptional) || (forThisMachine.includes(place) && fitsMachine(pack))),
  );
  return (
    needed.every(([place]) => present[place]) &&
    Object.entries(present).every(([place, pack]) => pack.integrity === wanted[place]?.integrity)
  );
}

function fitsMachine(pack) {
  return (!pack.os || pack.os.includes(process.platform)) && (!pack.cpu || pack.cpu.includes(process.arch));
}

function install() {
  say('Installing what Wheelwright needs (about half a minute, once) …');
  // Dev packages too, whatever NODE_ENV says: the pages are built here. No package needs an install script of its own.
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const result = npm([...args, '--no-progress', '--loglevel=error'], {});
  if (result.status === 0) return;
  const words = `${result.stderr ?? ''}${result.stdout ?? ''}${result.error ?? ''}`.trim();
  const wayOut = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(words)
    ? 'npm could not reach its registry. Check the network (or npm’s proxy and registry settings), then run the same command again.'
    : /EACCES|EPERM|EROFS/.test(words)
      ? `This user may not write to ${root} or to npm’s cache. Use a folder of your own, then run the same command again.`
      : /ENOSPC/.test(words)
        ? 'The disk is full. Make about 1.5 GB of room, then run the same command again.'
        : 'npm said why, above. When that is put right, run the same command again.';
  stop([words.split('\n').slice(0, 20).join('\n'), '', 'The installation failed.', wayOut]);
}

/**
 * On Linux and Windows a Node of the right version came along as a package and is first in the path of npm scripts. Where
 * it does not run (a Linux without glibc), the machine's own takes its place if it is new enough.
 */
function checkNode() {
  if (process.execPath.startsWith(path.join(root, 'node_modules'))) return; // it runs: we run on it
  let version = nodeVersion();
  if (version === null && existsSync('node_modules/.bin/node')) {
    rmSync('node_modules/.bin/node', { force: true });
    version = nodeVersion();
  }
  const [major = 0, minor = 0] = (version ?? process.versions.node).split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  stop([
    `Wheelwright needs Node ${OLDEST_NODE.join('.')} or newer; this machine has ${version ?? process.versions.node} and none came along for ${process.platform}-${process.arch}.`,
    'Install a newer one from https://nodejs.org, then run the same command again.',
  ]);
}

function nodeVersion() {
  const searchPath = path.resolve('node_modules/.bin') + path.delimiter + (process.env.PATH ?? '');
  const result = spawnSync('node', ['-p', 'process.versions.node'], {
    encoding: 'utf8',
    shell: onWindows,
    env: { ...process.env, PATH: searchPath },
  });
  return result.status === 0 ? result.stdout.trim() : null;
}

function isBuilt() {
  return existsSync('.next/BUILD_ID') && readText(BUILD_STAMP) === hashOfPages();
}

function hashOfPages() {
  const files = [...PAGE_SOURCES.flatMap(filesUnder), ...PAGE_SETTINGS].filter((file) => !/\.test\.tsx?$/.test(file));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0${readText(file) ?? ''}\0`);
  return hash.digest('hex');
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(place) : [place];
  });
}

function buildPages() {
  say('Building the pages (once, and after changes) …');
  const sources = hashOfPages();
  rmSync(BUILD_STAMP, { force: true });
  const result = npm(['run', '--silent', 'build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  if (result.status !== 0)
    stop([`${result.stdout ?? ''}${result.stderr ?? ''}`.trim(), '', 'The pages could not be built.']);
  writeFileSync(BUILD_STAMP, sources);
}

/** The npm that started us, on the Node it runs on: that one is not replaced while it installs. */
function npm(args, env) {
  const settings = {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  };
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js') && existsSync(script)) {
    return spawnSync(process.env.npm_node_execpath ?? process.execPath, [script, ...args], settings);
  }
  return spawnSync('npm', args, { ...settings, shell: onWindows });
}

/** One of two simultaneous starts works, the other waits: they share node_modules and .next. Kept outside both. */
async function waitForTurn() {
  const turn = path.join(
    tmpdir(),
    `wheelwright-bootstrap-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  );
  for (let told = false; ; told = true) {
    try {
      writeFileSync(turn, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') return () => {};
    }
    if (!isAlive(Number(readText(turn)))) {
      try {
        rmSync(turn, { force: true });
      } catch {
        return () => {}; // another user's leftover: going on without a turn is better than waiting for ever
      }
      continue;
    }
    if (!told) say(`Another start is preparing this folder; waiting for it (if that is not so, delete ${turn}) …`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  let held = true;
  const release = () => {
    if (held) rmSync(turn, { force: true });
    held = false;
  };
  process.on('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  return release;
}

function isAlive(pid) {
  if (!pid) return true; // just created, its number not yet written
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readText(file) ?? 'null');
  } catch {
    return null;
  }
}

function say(line) {
  console.log(line);
}

function stop(lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}
