import { X } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { markOf } from '#components/ui/status-mark.tsx';
import type { RunFilters } from './search.ts';

/** What a link has narrowed the list to and no field above shows; each can be taken away. */
export function NarrowedTo({ filters, onChange }: { filters: RunFilters; onChange: (filters: RunFilters) => void }) {
  const { holds, trigger, first } = filters;
  const words: [name: keyof RunFilters, words: string][] = [];
  if (holds) words.push(['holds', `holding a message that is ${markOf(holds).word.toLowerCase()}`]);
  if (trigger) words.push(['trigger', 'begun by one trigger']);
  if (first) words.push(['first', `received since ${first}, 00:00 UTC`]);
  if (words.length === 0) return null;
  return (
    <ul aria-label="Narrowed to" className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-6">
      <li className="label pr-1">Only runs</li>
      {words.map(([name, text]) => (
        <li key={name} className="flex items-center rounded-node border border-line bg-surface pl-2">
          {text}
          <IconButton
            size="sm"
            label={`No longer only ${text}`}
            onClick={() => onChange({ ...filters, [name]: undefined })}
          >
            <X size={14} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
