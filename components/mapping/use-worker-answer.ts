'use client';

import { useEffect, useRef, useState } from 'react';
import { PreviewThread } from './preview-thread.ts';

export interface WorkerAnswer {
  /** Of the newest request that was answered; it stays until the next is there. */
  text?: string;
  /** The newest request took too long and was stopped. */
  isStopped: boolean;
}

const none: WorkerAnswer = { isStopped: false };

/** What a worker answers to the newest request, `pauseMs` after it stands still. Each caller has a worker of its own. */
export function useWorkerAnswer(request: string | undefined, pauseMs: number, longestMs: number): WorkerAnswer {
  const [answer, setAnswer] = useState(none);
  const thread = useRef<PreviewThread>(undefined);
  useEffect(() => () => thread.current?.close(), []);

  useEffect(() => {
    if (request === undefined) return setAnswer(none);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      thread.current ??= new PreviewThread(longestMs);
      const text = await thread.current.ask(request);
      if (!isCurrent || text === undefined) return;
      setAnswer((before) => (text === 'too slow' ? { ...before, isStopped: true } : { text, isStopped: false }));
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [request, pauseMs, longestMs]);

  return answer;
}
