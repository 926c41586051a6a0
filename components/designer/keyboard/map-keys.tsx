'use client';

import { useEffect, useRef } from 'react';

/** The designer's keys while a map is open: run, save, and Escape back to the flow where nothing in the map takes it. */
export function MapKeys(props: { onRun: () => void; onSave: () => void; onClose: () => void }) {
  const now = useRef(props);
  now.current = props;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const control = event.ctrlKey || event.metaKey;
      if (control && event.key === 'Enter') now.current.onRun();
      else if (control && event.code === 'KeyS') now.current.onSave();
      else if (event.key === 'Escape' && !isTyping()) now.current.onClose();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

/** Whether keys pressed now belong to a field or to something that lies over the map. */
function isTyping(): boolean {
  return document.activeElement?.closest('input, textarea, select, dialog, [role=dialog], [contenteditable]') != null;
}
