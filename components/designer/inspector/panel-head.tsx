'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/button.tsx';

/** Glyph, title and close; below the title, what kind of thing it is. */
export function PanelHead({
  glyph,
  kind,
  children,
  onClose,
}: {
  glyph?: ReactNode;
  kind: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  return (
    <header className="flex items-start gap-3 py-3 pr-3 pl-4">
      {glyph ? <span className="mt-1.5">{glyph}</span> : null}
      <div className="min-w-0 flex-1">
        {children}
        <p className="label">{kind}</p>
      </div>
      <IconButton label="Close (Esc)" onClick={onClose}>
        <X size={16} />
      </IconButton>
    </header>
  );
}
