'use client';

import type { ComponentProps } from 'react';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { TextControl } from './text-control.tsx';

/** JSON, indented. What cannot be parsed is kept as its text, so that nothing typed is lost; the check names it. */
export function JsonControl({
  value,
  onChange,
  ...rest
}: Omit<ComponentProps<typeof TextControl>, 'text' | 'onText' | 'value' | 'onChange'> & {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const text = value === undefined ? '' : typeof value === 'string' ? value : stringifyJson(value, 2);
  return <TextControl {...rest} lines={8} mono text={text} onText={(typed) => onChange(readJson(typed))} />;
}

function readJson(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
