import type { Preview, PreviewRequest } from './preview.ts';
import { readAnswer, requestText } from './preview-wire.ts';

const longestMs = 1_000;
/** A worker's first answer also waits for its code to load. */
const longestFirstMs = 6_000;

/**
 * Asks a worker, one request at a time; a newer request waits only for the one at work and takes the place of any other that
 * waits. A worker that takes too long is ended and the next request gets a new one. Where no worker can be had, `here` answers.
 */
export class PreviewThread {
  private worker: Worker | undefined;
  private isWorkerRefused = false;
  private hasAnswered = false;
  private busy: Promise<unknown> = Promise.resolve();
  private newest = 0;
  private readonly here: (request: PreviewRequest) => Promise<Preview>;

  constructor(here: (request: PreviewRequest) => Promise<Preview>) {
    this.here = here;
  }

  /** `undefined` when a newer request came meanwhile. */
  ask(request: PreviewRequest): Promise<Preview | 'too slow' | undefined> {
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

  private async answer(request: PreviewRequest): Promise<Preview | 'too slow'> {
    if (!this.isWorkerRefused) {
      const answer = await this.askWorker(request);
      if (answer !== 'refused') return answer;
      this.isWorkerRefused = true;
      this.end();
    }
    return this.here(request);
  }

  private askWorker(request: PreviewRequest): Promise<Preview | 'too slow' | 'refused'> {
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
        this.hasAnswered ? longestMs : longestFirstMs,
      );
      worker.onmessage = ({ data }: MessageEvent<string>) => {
        clearTimeout(timer);
        this.hasAnswered = true;
        resolve(readAnswer(data));
      };
      worker.onerror = () => {
        clearTimeout(timer);
        resolve('refused');
      };
      worker.postMessage(requestText(request));
    });
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.hasAnswered = false;
  }
}
