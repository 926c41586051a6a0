'use client';

import { Checkbox, Labelled, Select } from '#components/ui/input.tsx';
import type { Field } from '#flow/catalog.ts';
import { isNumeric, type Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { CronControl } from './cron-control.tsx';
import { JsonControl } from './json-control.tsx';
import { LiveSelect } from './live-select.tsx';
import { PairsControl } from './pairs-control.tsx';
import { RulesControl } from './rules-control.tsx';
import { TextControl } from './text-control.tsx';

/** One field of a form, whatever its type. */
export function FieldControl(props: FieldControlProps) {
  const { id, field, problem } = props;
  const error = problem && `${problem.message} ${problem.wayOut}`;
  if (field.type === 'boolean') return <BooleanControl {...props} />;
  return (
    <Labelled label={field.label} htmlFor={id} required={field.required} help={field.help} error={error}>
      <Control {...props} />
    </Labelled>
  );
}

export interface FieldControlProps {
  id: string;
  field: Field;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  problem?: Problem;
  connection?: string;
  /** A secret is stored on the server. */
  isSet?: boolean;
  /** Each rule names a way out. */
  withPorts?: boolean;
  disabled?: boolean;
}

function Control({ id, field, value, onChange, problem, connection, isSet, withPorts, disabled }: FieldControlProps) {
  const common = { id, disabled, 'aria-invalid': problem ? true : undefined, 'aria-required': field.required };
  switch (field.type) {
    case 'select':
      if (field.live) {
        return <LiveSelect {...common} field={field} value={value} onChange={onChange} connection={connection} />;
      }
      return (
        <Select
          {...common}
          value={textOf(value ?? field.default)}
          onChange={(event) => onChange(event.target.value || undefined)}
        >
          {field.default === undefined ? <option value="">{field.placeholder ?? 'Choose…'}</option> : null}
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      );
    case 'number':
      return (
        <TextControl
          {...common}
          inputMode="decimal"
          placeholder={field.placeholder ?? textOf(field.default)}
          text={textOf(value)}
          onText={(text) => onChange(numberOf(text))}
        />
      );
    case 'json':
      return <JsonControl {...common} placeholder={field.placeholder} value={value} onChange={onChange} />;
    case 'pairs':
      return <PairsControl {...common} label={field.label} value={value} onChange={onChange} />;
    case 'rules':
      return <RulesControl {...common} field={field} value={value} onChange={onChange} withPorts={withPorts} />;
    case 'cron':
      return <CronControl {...common} label={field.label} value={value} onChange={onChange} />;
    case 'readonly':
      return (
        <output id={id} className="data block border border-line bg-canvas px-2 py-1 break-all">
          {textOf(value ?? field.default)}
        </output>
      );
    case 'secret':
      return (
        <TextControl
          {...common}
          type="password"
          autoComplete="new-password"
          placeholder={isSet ? 'Set. Type to replace it' : field.placeholder}
          text={textOf(value)}
          onText={(text) => onChange(text === '' ? undefined : text)}
        />
      );
    case 'long-text':
    case 'expression':
    case 'mapping':
    case 'text':
    case 'url':
      return (
        <TextControl
          {...common}
          type={field.type === 'url' ? 'url' : 'text'}
          lines={field.type === 'long-text' ? 4 : field.type === 'expression' ? 3 : 1}
          mono={field.type === 'expression' || field.type === 'url'}
          placeholder={field.placeholder ?? textOf(field.default)}
          text={textOf(value)}
          onText={(text) => onChange(text === '' ? undefined : text)}
        />
      );
  }
}

function BooleanControl({ id, field, value, onChange, problem, disabled }: FieldControlProps) {
  return (
    <div className="flex gap-2">
      <Checkbox
        id={id}
        disabled={disabled}
        className="mt-0.5"
        checked={(value ?? field.default) === true}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>
        {field.label}
        {problem ? <span className="block text-label text-failed">{problem.message}</span> : null}
        {field.help ? <span className="label block">{field.help}</span> : null}
      </label>
    </div>
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : String(value);
}

/** A number where it is one; else the text as typed, which the check then names as wrong. */
function numberOf(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return isNumeric(number) && Number.isFinite(number) ? number : trimmed;
}
