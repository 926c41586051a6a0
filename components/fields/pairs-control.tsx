'use client';

import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { isObject, type Json } from '#flow/json.ts';
import { TextControl } from './text-control.tsx';

interface Pair {
  name: string;
  value: string;
}

/** Names and values, one pair a row; kept as a list of `{ name, value }`, in the order shown. */
export function PairsControl({
  id,
  label,
  value,
  onChange,
  disabled,
}: {
  id: string;
  label: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  disabled?: boolean;
}) {
  const pairs = pairsOf(value);
  const write = (next: Pair[]) => onChange(next.length === 0 ? undefined : next.map((pair) => ({ ...pair })));
  const set = (index: number, part: Partial<Pair>) =>
    write(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <fieldset id={id} aria-label={label} className="flex flex-col gap-1" disabled={disabled}>
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no identity but its place.
        <div key={index} className="grid grid-cols-[1fr_1fr_28px] gap-1">
          <TextControl
            aria-label={`${label}, name ${index + 1}`}
            placeholder="Name"
            text={pair.name}
            onText={(name) => set(index, { name })}
          />
          <TextControl
            aria-label={`${label}, value ${index + 1}`}
            placeholder="Value"
            text={pair.value}
            onText={(text) => set(index, { value: text })}
          />
          <IconButton
            label={`Remove ${pair.name || `row ${index + 1}`}`}
            onClick={() => write(pairs.filter((_, at) => at !== index))}
          >
            <X size={14} />
          </IconButton>
        </div>
      ))}
      <Button look="quiet" size="sm" className="self-start" onClick={() => write([...pairs, { name: '', value: '' }])}>
        <Plus size={14} /> Add
      </Button>
    </fieldset>
  );
}

function pairsOf(value: Json | undefined): Pair[] {
  const text = (part: Json | undefined) => (typeof part === 'string' ? part : '');
  if (Array.isArray(value)) {
    return value.flatMap((pair) => (isObject(pair) ? [{ name: text(pair.name), value: text(pair.value) }] : []));
  }
  return isObject(value) ? Object.entries(value).map(([name, part]) => ({ name, value: text(part) })) : [];
}
