'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import type { Glyph } from '#flow/mapping/tree.ts';

/** Opens and closes what is beneath; with Alt everything beneath. The row hears it, and the tree has arrow keys. */
export function Twisty({ isOpen }: { isOpen: boolean | undefined }) {
  if (isOpen === undefined) return <span className="w-3 shrink-0" />;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <span
      data-do="toggle"
      className="-my-1.5 -ml-1.5 flex h-7 w-[18px] shrink-0 items-center justify-end text-ink-3 hover:text-ink"
    >
      <Chevron size={12} strokeWidth={2.5} />
    </span>
  );
}

export function TypeGlyph({ glyph, className = '' }: { glyph: Glyph; className?: string }) {
  return <span className={`data w-[27px] shrink-0 tracking-[-.03em] text-ink-3 ${className}`}>{glyph}</span>;
}

/** In words, for the accessible name: what the glyph shows. */
export const glyphWords: Record<Glyph, string> = {
  abc: 'text',
  '123': 'whole number',
  '0.0': 'number',
  't/f': 'true or false',
  date: 'date',
  enum: 'choice',
  '{ }': 'object',
  '[ ]': 'list',
  '?': 'any type',
};

/** Filled dot; the word stands in the row's accessible name. */
export function RequiredDot() {
  return <span aria-hidden="true" title="required" className="size-[5px] shrink-0 rounded-full bg-ink" />;
}

export const indent = (depth: number): number => 12 + depth * 14;
