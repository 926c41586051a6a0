import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

/** Something the tests need that npm does not bring. */
export type Service = {
  name: string;
  /** The environment variable that names it to the tests, and by which a person can choose another one. */
  variable: string;
  /** Ways to have it, tried in order. */
  ways: Way[];
  /** What a person does to have it. */
  wayOut: string;
};

/** @returns where it is and how it was had; null when this way does not lead to it */
type Way = () => Promise<FoundService['found'] | null>;

export type FoundService = Service & {
  /** `where`: a path or an address, the value of `variable`. `stop`: ends what was started for it. */
  found: { where: string; how: string; stop?: () => Promise<void> } | null;
};

const services: Service[] = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM_PATH',
    ways: [
      namedBy('CHROMIUM_PATH'),
      installed('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
      fileAt(() => chromium.executablePath(), 'Playwright’s own'),
      fromDebian(['chromium', 'fonts-liberation'], installed('chromium')),
    ],
    wayOut: 'Install Chromium, or set CHROMIUM_PATH to the program.',
  },
];

/** Looks for every service, installing from Debian as the last resort; says so when that takes time. */
export async function findServices(): Promise<FoundService[]> {
  const found: FoundService[] = [];
  for (const service of services) found.push({ ...service, found: await firstWay(service.ways) });
  return found;
}

/** One line per service, for the terminal. */
export function describeServices(found: FoundService[]): string {
  const rows = found.map((one) => [one.name, one.found?.where ?? 'not found', one.found?.how ?? one.wayOut]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n');
}

async function firstWay(ways: Way[]): Promise<FoundService['found']> {
  for (const way of ways) {
    const found = await way();
    if (found) return found;
  }
  return null;
}

function namedBy(variable: string): Way {
  return async () => {
    const where = process.env[variable];
    if (!where) return null;
    if (!existsSync(where))
      throw new Error(`${variable} is ${where}, which does not exist. Correct it or leave it out.`);
    return { where, how: `named by ${variable}` };
  };
}

/** A program in the search path. */
function installed(...programs: string[]): Way {
  return async () => {
    const folders = (process.env.PATH ?? '').split(path.delimiter);
    const places = programs.flatMap((program) => folders.map((folder) => path.join(folder, program)));
    const where = places.find(isProgram);
    return where ? { where, how: 'installed' } : null;
  };
}

function fileAt(place: () => string, how: string): Way {
  return async () => (isProgram(place()) ? { where: place(), how } : null);
}

/** Debian's packages, which only root can install; then it is where `look` looks. */
function fromDebian(packages: string[], look: Way): Way {
  return async () => {
    if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
    console.log(`Installing ${packages.join(', ')} from Debian …`);
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
    const found = await look();
    return found && { ...found, how: `installed just now from Debian (${packages.join(', ')})` };
  };
}

/** A failure is told and not thrown: another way, or doing without, may be left. */
function apt(...args: string[]): void {
  const result = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) console.log(`apt-get ${args[0]} failed:\n${result.stderr?.trim() ?? result.error?.message}`);
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const found = await findServices();
  console.log(describeServices(found));
  for (const one of found) await one.found?.stop?.();
  if (process.env.REQUIRE_SERVICES === '1' && found.some((one) => !one.found)) process.exitCode = 1;
}
