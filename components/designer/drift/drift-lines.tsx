'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type NodeDrift, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { driftWords } from './drift-words.ts';

const lookMs = 5000;

/** For each map that what comes to the flow has changed for: what changed, what it holds up, and the way into the map. */
export function DriftLines({ flow, onOpen }: { flow: string; onOpen: (node: string) => void }) {
  const trpc = useTRPC();
  const drifts = useQuery(trpc.maps.drifts.queryOptions({ flow }, { refetchInterval: lookMs })).data ?? [];
  if (drifts.length === 0) return null;
  return (
    <ul aria-label="What comes has changed" className="border-b border-line bg-surface">
      {drifts.map((drift) => (
        <DriftLine key={drift.node} flow={flow} drift={drift} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function DriftLine({ flow, drift, onOpen }: { flow: string; drift: NodeDrift; onOpen: (node: string) => void }) {
  const { node, name, parked } = drift;
  const words = driftWords(drift);
  return (
    <li className="num flex h-9 items-center gap-2 px-4">
      <StatusGlyph mark="warn" size={14} />
      <span className="min-w-0 truncate" title={[words, ...drift.words].join('\n')}>
        {words}
      </span>
      {parked > 0 ? (
        <Link href={`/parked?flow=${flow}`} className="shrink-0">
          Parked
        </Link>
      ) : null}
      {name === null ? null : (
        <Button size="sm" className="ml-auto shrink-0" onClick={() => onOpen(node)}>
          Open the map
        </Button>
      )}
    </li>
  );
}
