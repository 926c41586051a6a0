'use client';

import { useEffect, useState } from 'react';

/** Whether a modifier is held. Leaving the window lets go of it: a key that is released elsewhere would stick. */
export function useHeldKey(key: 'Alt' | 'Shift'): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => event.key === key && setHeld(true);
    const release = (event: KeyboardEvent) => event.key === key && setHeld(false);
    const leave = () => setHeld(false);
    addEventListener('keydown', press);
    addEventListener('keyup', release);
    addEventListener('blur', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('keyup', release);
      removeEventListener('blur', leave);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [key]);
  return held;
}
