'use client';

import { useEffect, useState } from 'react';

/** Milliseconds since 1970, ticking once a second while `ticking`, else standing still; 0 on the server and on the first paint. */
export function useNowWhile(ticking: boolean): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
