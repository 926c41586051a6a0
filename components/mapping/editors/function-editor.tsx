'use client';

import { Select } from '#components/ui/input.tsx';
import { stringifyJson } from '#flow/json.ts';
import type { FunctionRule } from '#flow/mapping/document.ts';
import { type MappingFunction, mappingFunction, mappingFunctions } from '#flow/mapping/functions.ts';
import { constantText, readConstant } from '../table/constant-text.ts';
import { PlaceInput } from './place-input.tsx';
import { placeChoices, placeText, readPlace, type Standpoint } from './places.ts';
import type { RuleForm } from './rule-form.ts';

type Argument = FunctionRule['arguments'][number];

const groups = [...Map.groupBy(mappingFunctions, (one) => one.group)];

/** A function of the library with its arguments: behind `=` a field, anything else a value. */
export function FunctionEditor({ draft, row, sources, at }: RuleForm<FunctionRule>) {
  const { rule } = draft;
  const known = mappingFunction(rule.name);
  const choices = placeChoices(sources, at).map((choice) => `=${choice}`);
  const parameters =
    known?.parameters ??
    rule.arguments.map((_, index) => ({ name: `argument ${index + 1}`, type: 'any', optional: false }));
  return (
    <div className="flex flex-col gap-1 py-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <Select
          autoFocus
          aria-label={`Function of ${row.name}`}
          className="h-6! w-auto! font-mono text-meta!"
          value={rule.name}
          onChange={(event) => draft.set({ ...rule, name: event.target.value })}
        >
          {known ? null : <option value={rule.name}>{rule.name === '' ? 'choose a function' : `$${rule.name}`}</option>}
          {groups.map(([group, functions]) => (
            <optgroup key={group} label={group}>
              {functions.map((one) => (
                <option key={one.name} value={one.name}>
                  ${one.name}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        {parameters.map((parameter, index) => (
          <PlaceInput
            key={`${rule.name} ${parameter.name}`}
            label={`${parameter.name}, ${parameter.type}${parameter.optional ? ', optional' : ''}`}
            text={argumentText(rule.arguments[index], at)}
            choices={choices}
            placeholder={`${parameter.name}${parameter.optional ? '?' : ''}`}
            className="w-32"
            onType={(text) => draft.set({ ...rule, arguments: withArgument(rule.arguments, index, text, at) })}
          />
        ))}
      </div>
      {known ? <About known={known} /> : null}
    </div>
  );
}

function About({ known }: { known: MappingFunction }) {
  const [example] = known.examples;
  return (
    <p className="text-label text-ink-2">
      {known.summary}{' '}
      {example ? (
        <span className="data text-ink-3">
          {example.code} is {example.gives === undefined ? 'nothing' : stringifyJson(example.gives)}
        </span>
      ) : null}
    </p>
  );
}

function argumentText(argument: Argument | undefined, at: Standpoint): string {
  if (!argument) return '';
  if ('path' in argument) return `=${placeText(argument, at)}`;
  const text = argument.value === null ? '' : constantText(argument.value);
  return text.startsWith('=') ? JSON.stringify(text) : text;
}

/** Arguments before it that are not there yet hold null, which counts as nothing. */
function withArgument(all: Argument[], index: number, text: string, at: Standpoint): Argument[] {
  const place = text.startsWith('=') ? readPlace(text.slice(1), at) : undefined;
  const argument: Argument = place ?? { value: text === '' ? null : readConstant(text) };
  const filled = Array.from(
    { length: Math.max(all.length, index + 1) },
    (_, one): Argument => all[one] ?? { value: null },
  );
  const next = filled.with(index, argument);
  const last = next.findLastIndex((one) => 'path' in one || one.value !== null);
  return next.slice(0, last + 1);
}
