'use client';

import type { TemplateRule } from '#flow/mapping/document.ts';
import { templateParts, templateText } from '#flow/mapping/rule-text.ts';
import { PlaceInput } from './place-input.tsx';
import { placeChoices } from './places.ts';
import type { RuleForm } from './rule-form.ts';

/** Text with fields in it: `SH-{{name}}`. */
export function TemplateEditor({ draft, row, sources, at }: RuleForm<TemplateRule>) {
  const text = templateText(draft.rule.parts);
  return (
    <div className="flex h-9 items-center gap-2">
      <PlaceInput
        isFirst
        label={`Text of ${row.name}`}
        text={text}
        placeholder="SH-{{name}}"
        className="flex-1"
        onType={(typed) => draft.set({ ...draft.rule, parts: templateParts(typed) })}
      />
      <select
        aria-label="Put a field into the text"
        value=""
        onChange={(event) => draft.set({ ...draft.rule, parts: templateParts(`${text}{{${event.target.value}}}`) })}
        className="select-arrow h-6 w-32 rounded-input border border-line-strong bg-raised pr-6 pl-1.5 text-label text-ink"
      >
        <option value="" disabled>
          put in a field
        </option>
        {placeChoices(sources, at).map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}
