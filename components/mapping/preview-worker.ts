import { answerOf } from './worker-asks.ts';

/** Evaluates off the main thread, so that a runaway expression can be stopped. One request, one answer, in order. */
self.onmessage = async ({ data }: MessageEvent<string>) => self.postMessage(await answerOf(data));
