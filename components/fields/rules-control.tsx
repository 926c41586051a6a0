'use client';

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import type { Field } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import { asksForValue, freshRule, type Rule, rulesOf, withLabel } from './rule-list.ts';
import { TextControl } from './text-control.tsx';

/** Rules of a filter or a route: a path in the body, what to ask of it, a value and, `withPorts`, the name of a way out. */
export function RulesControl({
  id,
  field,
  value,
  onChange,
  disabled,
  withPorts = false,
}: {
  id: string;
  field: Field;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  disabled?: boolean;
  withPorts?: boolean;
}) {
  const rules = rulesOf(value);
  const write = (next: Rule[]) => onChange(next.length === 0 ? undefined : next.map((rule) => ({ ...rule })));
  const set = (index: number, rule: Rule) => write(rules.map((old, at) => (at === index ? rule : old)));
  const swap = (index: number, other: number) =>
    write(rules.map((rule, at) => (at === index ? rules[other] : at === other ? rules[index] : rule) ?? rule));

  return (
    <fieldset id={id} aria-label={field.label} className="flex flex-col gap-2" disabled={disabled}>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule's identity is its place; that is the order it is asked in.
        <div key={index} className="flex flex-col gap-1 border-l-2 border-line-strong pl-2">
          <div className="flex items-center gap-1">
            <span className="label flex-1">{withPorts ? `Way out ${index + 1}` : `Rule ${index + 1}`}</span>
            <IconButton
              size="sm"
              label={`Move rule ${index + 1} up`}
              disabled={index === 0}
              onClick={() => swap(index, index - 1)}
            >
              <ArrowUp size={14} />
            </IconButton>
            <IconButton
              size="sm"
              label={`Move rule ${index + 1} down`}
              disabled={index === rules.length - 1}
              onClick={() => swap(index, index + 1)}
            >
              <ArrowDown size={14} />
            </IconButton>
            <IconButton
              size="sm"
              label={`Remove rule ${index + 1}`}
              onClick={() => write(rules.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </IconButton>
          </div>
          {withPorts ? (
            <TextControl
              aria-label={`Rule ${index + 1}, name of the way out`}
              placeholder="Name, such as Germany"
              text={rule.label ?? rule.port ?? ''}
              onText={(label) => set(index, withLabel(rules, index, label))}
            />
          ) : null}
          <div className="grid grid-cols-[1fr_112px] gap-1">
            <TextControl
              mono
              aria-label={`Rule ${index + 1}, path`}
              placeholder="financial_status"
              text={rule.path}
              onText={(path) => set(index, { ...rule, path })}
            />
            <Select
              aria-label={`Rule ${index + 1}, asks`}
              value={rule.is}
              onChange={(event) => set(index, { ...rule, is: event.target.value })}
            >
              {field.options?.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          </div>
          {asksForValue(rule.is) ? (
            <TextControl
              aria-label={`Rule ${index + 1}, value`}
              placeholder={rule.is === 'one of' ? 'paid, authorized' : 'Value'}
              text={rule.value ?? ''}
              onText={(text) => set(index, { ...rule, value: text })}
            />
          ) : null}
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => write([...rules, freshRule(rules, field.options?.[0]?.value ?? 'equals', withPorts)])}
      >
        <Plus size={14} /> {withPorts ? 'Add a way out' : 'Add a rule'}
      </Button>
    </fieldset>
  );
}
