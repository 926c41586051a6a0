'use client';

import { X } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { counted } from '#components/ui/format.ts';
import { Select } from '#components/ui/input.tsx';
import type { Otherwise, ValueMapRule } from '#flow/mapping/document.ts';
import { constantText, readConstant } from '../table/constant-text.ts';
import { withPastedEntries, withValuesOf } from './entries.ts';
import { PlaceInput } from './place-input.tsx';
import { absolute, placeChoices, placeText, readPlace } from './places.ts';
import type { RuleForm } from './rule-form.ts';

const missWords: Record<Otherwise['do'], string> = {
  park: 'park the message',
  default: 'write a default…',
  keep: 'keep the value',
  missing: 'count as missing',
  fail: 'stop the run',
};

const shown = (value: ValueMapRule['entries'][number]['in']): string => (value === '' ? '' : constantText(value));

/** A lookup table: what comes in, what goes out, and what happens to a value that is not in it. Two columns can be pasted. */
export function ValueMapEditor({ draft, row, sources, at, bodies }: RuleForm<ValueMapRule>) {
  const { rule } = draft;
  const { entries } = rule;
  const set = (index: number, part: 'in' | 'out', text: string) => {
    const entry = entries[index] ?? { in: '', out: '' };
    const next = { ...entry, [part]: readConstant(text) };
    draft.set({ ...rule, entries: index === entries.length ? [...entries, next] : entries.with(index, next) });
  };
  const paste = (event: React.ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    draft.set({ ...rule, entries: withPastedEntries(entries, text) });
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 text-label whitespace-nowrap text-ink-3">
        look up
        <PlaceInput
          isFirst={entries.length === 0}
          label={`Field that is looked up for ${row.name}`}
          text={placeText(rule, at)}
          choices={placeChoices(sources, at)}
          className="w-40"
          onType={(text) => {
            const place = readPlace(text, at);
            if (place) draft.set({ ...rule, ...place });
          }}
        />
        <Button
          size="sm"
          disabled={bodies.length === 0}
          title="A line for every value of the samples that is not in the table yet"
          onClick={() => draft.set({ ...rule, entries: withValuesOf(entries, bodies, absolute(rule, at)) })}
        >
          Fill from samples
        </Button>
        <span className="ml-auto">
          {entries.length === 0 ? 'paste two columns here' : counted(entries.length, 'line')}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {[...entries, { in: '', out: '' }].map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
          <div key={index} className="flex items-center gap-1.5 pb-1">
            <span className="flex min-w-0 flex-1">
              <PlaceInput
                isFirst={index === 0 && entries.length > 0}
                label={`Value ${index + 1}`}
                placeholder={index === entries.length ? 'one more value' : ''}
                text={shown(entry.in)}
                className="flex-1"
                onType={(text) => set(index, 'in', text)}
                onPaste={paste}
              />
            </span>
            <span aria-hidden="true" className="text-ink-3">
              →
            </span>
            <span className="flex min-w-0 flex-1">
              <PlaceInput
                label={`becomes ${index + 1}`}
                text={shown(entry.out)}
                className="flex-1"
                onType={(text) => set(index, 'out', text)}
                onPaste={paste}
              />
            </span>
            <span className="w-6">
              {index < entries.length ? (
                <IconButton
                  size="sm"
                  label={`Take line ${index + 1} out`}
                  onClick={() => draft.set({ ...rule, entries: entries.filter((_, at) => at !== index) })}
                >
                  <X size={12} />
                </IconButton>
              ) : null}
            </span>
          </div>
        ))}
      </div>
      <div className="flex h-8 shrink-0 items-center gap-2 text-label whitespace-nowrap text-ink-3">
        not in the table:
        <Select
          aria-label="Not in the table"
          className="h-6! w-auto! text-label!"
          value={rule.otherwise?.do ?? 'park'}
          onChange={(event) => draft.set({ ...rule, otherwise: otherwiseOf(event.target.value) })}
        >
          {(Object.keys(missWords) as Otherwise['do'][]).map((one) => (
            <option key={one} value={one}>
              {missWords[one]}
            </option>
          ))}
        </Select>
        {rule.otherwise?.do === 'default' ? (
          <PlaceInput
            label="Default of the table"
            text={shown(rule.otherwise.value)}
            className="w-28"
            onType={(text) => draft.set({ ...rule, otherwise: { do: 'default', value: readConstant(text) } })}
          />
        ) : null}
      </div>
    </div>
  );
}

function otherwiseOf(value: string): Otherwise {
  switch (value) {
    case 'default':
      return { do: 'default', value: '' };
    case 'keep':
    case 'missing':
    case 'fail':
      return { do: value };
    default:
      return { do: 'park' };
  }
}
