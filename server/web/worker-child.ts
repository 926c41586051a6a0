import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

/** The worker that main keeps alive: its death is a normal event, and another takes over at once. */
export interface WorkerChild {
  /** Lets it finish what it runs, then waits for its end. */
  stop(): Promise<void>;
}

const restartMs = 1000;
/** Longer than a worker takes to drain: after that it hangs. */
const patienceMs = 45_000;

/** @param ended told which worker is no more, so that its runs need not wait for their leases to end */
export function keepWorker(
  env: NodeJS.ProcessEnv,
  say: (words: string) => void,
  ended: (worker: string) => Promise<unknown>,
): WorkerChild {
  let child: ChildProcess | undefined;
  let stopping = false;

  function start(): void {
    const worker = crypto.randomUUID();
    child = fork(path.resolve(import.meta.dirname, '../worker.ts'), {
      env: { ...env, WHEELWRIGHT_WORKER: worker },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('error', (error) => say(`The worker could not be reached: ${error.message}`));
    child.once('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      say(`The worker ended (${signal ?? code}); starting another. Its runs go on there.`);
      ended(worker).catch(() => say('Its runs wait for their leases to end.'));
      setTimeout(() => !stopping && start(), restartMs);
    });
  }
  start();

  return {
    async stop() {
      stopping = true;
      const running = child;
      if (!running || running.exitCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const late = setTimeout(() => running.kill('SIGKILL'), patienceMs);
      await gone;
      clearTimeout(late);
    },
  };
}
