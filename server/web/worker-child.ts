import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

/** The worker that main keeps alive: its death is a normal event, and another takes over at once. */
export interface WorkerChild {
  /** Lets it finish what it runs, then waits for its end. */
  stop(): Promise<void>;
}

const restartMs = 1000;

export function keepWorker(env: NodeJS.ProcessEnv, say: (words: string) => void): WorkerChild {
  let child: ChildProcess | undefined;
  let stopping = false;

  function start(): void {
    child = fork(path.resolve(import.meta.dirname, '../worker.ts'), {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      say(`The worker ended (${signal ?? code}); starting another. Its runs go on there.`);
      setTimeout(() => !stopping && start(), restartMs);
    });
  }
  start();

  return {
    async stop() {
      stopping = true;
      const running = child;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      await ended;
    },
  };
}
