'use client';

import { useEffect, useRef, useState } from 'react';
import { askText } from './ask-text.ts';
import type { Preview, PreviewRequest } from './preview.ts';
import { PreviewThread } from './preview-thread.ts';
import { readAnswer, requestText } from './preview-wire.ts';

export interface ShownPreview {
  preview?: Preview;
  /** Why the newest mapping has no preview, in words. */
  stopped?: string;
}

/** A preview that took less than this is computed again at every keystroke, a slower one only after a pause. */
const instantMs = 20;
const pauseMs = 150;

/** The preview of the newest request; the one before stays until it is there. */
export function usePreview(request: PreviewRequest | undefined): ShownPreview {
  const [shown, setShown] = useState<ShownPreview>({});
  const thread = useRef<PreviewThread>(undefined);

  useEffect(() => {
    const made = new PreviewThread();
    thread.current = made;
    return () => made.close();
  }, []);

  const lastMs = useRef(0);
  useEffect(() => {
    if (!request) return setShown({});
    let isCurrent = true;
    const delay = lastMs.current < instantMs ? 0 : pauseMs;
    const timer = setTimeout(async () => {
      const answer = await thread.current?.ask(askText('preview', requestText(request)));
      if (!isCurrent || answer === undefined) return;
      if (answer === 'too slow') {
        lastMs.current = pauseMs;
        setShown((before) => ({
          ...before,
          stopped: 'The preview was stopped after 1 s: an expression takes too long.',
        }));
        return;
      }
      const preview = readAnswer(answer);
      lastMs.current = preview.ms;
      setShown({ preview });
    }, delay);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [request]);

  return shown;
}
