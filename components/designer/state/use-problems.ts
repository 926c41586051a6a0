'use client';

import { useEffect, useState } from 'react';
import type { ConnectionRow } from '#components/trpc.tsx';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import type { Problem } from '#flow/problem.ts';

const none: Problem[] = [];

/**
 * All problems of the flow, a moment after the last change. The check is loaded when it is first needed: it brings the
 * expression language with it, which the first paint does not wait for.
 */
export function useProblems(flow: Flow, catalog: Catalog, connections: ConnectionRow[] | undefined): Problem[] {
  const [problems, setProblems] = useState(none);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const { validate } = await import('#flow/validate.ts');
      if (!gone) setProblems(validate(flow, catalog, { connections }));
    }, 120);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [flow, catalog, connections]);
  return problems;
}
