import { previewOf } from './preview.ts';
import { answerText, readRequest } from './preview-wire.ts';

/** Runs previews off the main thread, so that a runaway expression can be stopped. One request, one answer, in order. */
self.onmessage = async ({ data }: MessageEvent<string>) => {
  const answer = await previewOf(readRequest(data), () => performance.now());
  self.postMessage(answerText(answer));
};
