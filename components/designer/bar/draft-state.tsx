'use client';

import type { FlowDetail } from '#components/trpc.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { unpublishedWords } from '#flow/diff.ts';
import { useUnpublished } from './use-unpublished.ts';

/** `Draft of v7 · 3 changes not published`, and which; undoing a change ends it. */
export function DraftState({ published }: { published: FlowDetail['published'] }) {
  const differences = useUnpublished(published) ?? [];
  if (!published) return <span>Never published</span>;
  if (differences.length === 0) return <span>v{published.version} is published</span>;
  return (
    <Popover
      label="Changes not published"
      side="left"
      trigger={(props) => (
        <button type="button" className="truncate hover:text-ink" {...props}>
          Draft of v{published.version} · {unpublishedWords(differences)}
        </button>
      )}
    >
      {() => (
        <ul className="py-2">
          {differences.map((difference) => (
            <li key={difference.words} className="px-4 py-1 whitespace-normal">
              {difference.words}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
