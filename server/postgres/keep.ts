import { type LaunchChoice, type RunningPostgres, startPostgres } from './launch.ts';
import { isAlive } from './living.ts';

export interface KeptPostgres {
  /** The same for as long as this process lives. With the password in it: never log it. */
  url: string;
  stop(): Promise<void>;
}

const lookMs = 250;

/**
 * The embedded Postgres, brought back when it dies: on the same port, so that everybody who is connected finds it again.
 * Until then whoever asks it gets an error, and the door says 503.
 * @param lost told when it cannot be brought back at its address
 */
export async function keepPostgres(choice: LaunchChoice, lost: (error: Error) => void): Promise<KeptPostgres> {
  const say = choice.onLog ?? (() => {});
  let running: RunningPostgres = await startPostgres(choice);
  const { url } = running;
  let ended = false;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (ended || isAlive(running.pid)) return;
    say('The database ended; starting it again.');
    running = await startPostgres(choice);
    if (running.url !== url)
      throw new Error('The database is back, but its old port was taken by another program. Start Wheelwright again.');
    say('The database is back.');
  }

  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => {
      clearInterval(timer);
      lost(error instanceof Error ? error : new Error(String(error)));
    });
  }, lookMs);

  return {
    url,
    async stop() {
      ended = true;
      clearInterval(timer);
      await looking;
      await running.stop();
    },
  };
}
