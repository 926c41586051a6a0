'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';

/** The browser's own modal dialog: it keeps the focus, Esc and a click beside it close. Mounted means open. */
export function Dialog({
  title,
  onClose,
  children,
  actions,
  width = 480,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  width?: number;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way and the dialog itself handles it.
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="m-auto max-h-[85vh] max-w-[calc(100vw-32px)] rounded-node border border-line-strong bg-surface p-0 text-ink shadow-popover"
      style={{ width }}
    >
      <div className="flex max-h-[85vh] flex-col">
        <header className="flex items-center gap-3 border-b border-line py-2 pr-2 pl-4">
          <h2 id={heading} className="flex-1">
            {title}
          </h2>
          <IconButton label="Close" onClick={onClose}>
            <X size={16} />
          </IconButton>
        </header>
        <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
        {actions ? <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer> : null}
      </div>
    </dialog>
  );
}
