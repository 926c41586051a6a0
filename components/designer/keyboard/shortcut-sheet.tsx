'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Shortcut } from './shortcuts.ts';

/** Every key of the designer. */
export function ShortcutSheet({ shortcuts, onClose }: { shortcuts: Shortcut[]; onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} width={680}>
      <ul className="columns-2 gap-8">
        {shortcuts.map((shortcut) => (
          <li key={shortcut.words} className="flex h-7 break-inside-avoid items-center gap-2">
            <span className="flex-1">{shortcut.words}</span>
            <span className="flex gap-1">
              {shortcut.shown.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="label mt-3">
        The wheel moves the view, Ctrl with the wheel zooms, Space held down and the middle button move it too. Alt
        while dragging leaves the grid.
      </p>
    </Dialog>
  );
}
