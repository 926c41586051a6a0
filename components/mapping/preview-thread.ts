/** Answers an ask on this thread, where no worker can be had; loaded when it is first needed. */
const answerHere = async (message: string): Promise<string> => (await import('./worker-asks.ts')).answerOf(message);

/** A worker's first answer also waits for its code to load. */
const loadingMs = 5_000;

/**
 * Asks a worker, one request at a time; a newer request waits only for the one at work and takes the place of any other that
 * waits. A worker that takes too long is ended and the next request gets a new one. Where no worker can be had, this thread
 * answers. Requests and answers are text.
 */
export class PreviewThread {
  private worker: Worker | undefined;
  private isWorkerRefused = false;
  private hasAnswered = false;
  private busy: Promise<unknown> = Promise.resolve();
  private newest = 0;
  private readonly longestMs: number;

  /** @param longestMs after which a request is given up */
  constructor(longestMs = 1_000) {
    this.longestMs = longestMs;
  }

  /** `undefined` when a newer request came meanwhile. */
  ask(request: string): Promise<string | 'too slow' | undefined> {
    this.newest += 1;
    const number = this.newest;
    const turn = this.busy.then(() => (number === this.newest ? this.answer(request) : undefined));
    this.busy = turn;
    return turn;
  }

  close(): void {
    this.newest += 1;
    this.end();
  }

  private async answer(request: string): Promise<string | 'too slow'> {
    if (!this.isWorkerRefused) {
      const answer = await this.askWorker(request);
      if (answer !== 'refused') return answer;
      this.isWorkerRefused = true;
      this.end();
    }
    return answerHere(request);
  }

  private askWorker(request: string): Promise<string | 'too slow' | 'refused'> {
    return new Promise((resolve) => {
      try {
        this.worker ??= new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' });
      } catch {
        resolve('refused');
        return;
      }
      const worker = this.worker;
      const timer = setTimeout(
        () => {
          this.end();
          resolve('too slow');
        },
        this.hasAnswered ? this.longestMs : this.longestMs + loadingMs,
      );
      worker.onmessage = ({ data }: MessageEvent<string>) => {
        clearTimeout(timer);
        this.hasAnswered = true;
        resolve(data);
      };
      worker.onerror = () => {
        clearTimeout(timer);
        resolve('refused');
      };
      worker.postMessage(request);
    });
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.hasAnswered = false;
  }
}
