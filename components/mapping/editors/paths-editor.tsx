'use client';

import { Select } from '#components/ui/input.tsx';
import { type PathsRule, takes } from '#flow/mapping/document.ts';
import { PlaceInput } from './place-input.tsx';
import { placeChoices, placeText, readPlace } from './places.ts';
import type { RuleForm } from './rule-form.ts';

const takeWords = {
  first: 'the first with a value',
  join: 'joined as text',
  sum: 'their sum',
  list: 'as a list',
} as const;

/** Several fields as one value; the last box is for one more. */
export function PathsEditor({ draft, row, sources, at }: RuleForm<PathsRule>) {
  const { rule } = draft;
  const choices = placeChoices(sources, at);
  const type = (index: number, text: string) => {
    const place = readPlace(text, at);
    if (text.trim() === '' && rule.of.length > 1) draft.set({ ...rule, of: rule.of.filter((_, at) => at !== index) });
    else if (place) draft.set({ ...rule, of: rule.of.with(index, place) });
  };
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-1.5 py-1">
      {rule.of.map((place, index) => (
        <PlaceInput
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place.
          key={index}
          isFirst={index === 0}
          label={`Field ${index + 1} of ${row.name}`}
          text={placeText(place, at)}
          choices={choices}
          className="w-32"
          onType={(text) => type(index, text)}
        />
      ))}
      <PlaceInput
        key={rule.of.length}
        label={`One more field of ${row.name}`}
        text=""
        choices={choices}
        placeholder="and…"
        className="w-24"
        onType={(text) => {
          const place = choices.includes(text) ? readPlace(text, at) : undefined;
          if (place) draft.set({ ...rule, of: [...rule.of, place] });
        }}
      />
      <Select
        aria-label="What becomes of them"
        className="h-6! w-auto! text-label!"
        value={rule.take}
        onChange={(event) => draft.set({ ...rule, take: takes.find((one) => one === event.target.value) ?? 'first' })}
      >
        {takes.map((take) => (
          <option key={take} value={take}>
            {takeWords[take]}
          </option>
        ))}
      </Select>
      {rule.take === 'join' ? (
        <PlaceInput
          label="Between them"
          text={rule.separator ?? ' '}
          className="w-12"
          onType={(separator) => draft.set({ ...rule, separator })}
        />
      ) : null}
    </div>
  );
}
