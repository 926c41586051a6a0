'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import type { Shortcut } from './shortcuts.ts';

/**
 * Binds the keys: `local` while the canvas has the focus (or nothing has), `global` everywhere, also while typing. A key that
 * is pressed in a field belongs to the field, and Enter on a button to the button.
 */
export function useShortcuts(root: RefObject<HTMLElement | null>, local: Shortcut[], global: Shortcut[]): void {
  const now = useRef({ local, global });
  now.current = { local, global };

  useEffect(() => {
    const onCanvas = () => document.activeElement === document.body || root.current?.contains(document.activeElement);
    const bindings = (which: 'local' | 'global') =>
      Object.fromEntries(
        now.current[which].flatMap((shortcut, at) =>
          shortcut.keys.map((keys) => [
            keys,
            (event: KeyboardEvent) => {
              const bound = now.current[which][at];
              if (!bound || (bound.yields && isTyping())) return;
              if (which === 'local' && (!onCanvas() || (event.key === 'Enter' && isButton(event.target)))) return;
              event.preventDefault();
              bound.run();
            },
          ]),
        ),
      );
    const offLocal = tinykeys(window, bindings('local'));
    const offGlobal = tinykeys(window, bindings('global'), { ignore: () => false });
    return () => {
      offLocal();
      offGlobal();
    };
  }, [root]);
}

const isButton = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, [role=button]') !== null;

/** Whether keys pressed now belong to a field. */
function isTyping(): boolean {
  return document.activeElement?.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') != null;
}
