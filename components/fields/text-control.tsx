'use client';

import { type ComponentProps, useState } from 'react';
import { Input, TextArea, TitleInput } from '#components/ui/input.tsx';

type Rest = Omit<ComponentProps<'input'> & ComponentProps<'textarea'>, 'value' | 'onChange' | 'onBlur' | 'ref'>;

/** Text that is handed over when the field is left, or on Enter in a single line. Until then it belongs to the field alone. */
export function TextControl({
  text,
  onText,
  lines = 1,
  mono = false,
  heading = false,
  type,
  ...rest
}: Rest & {
  text: string;
  onText: (text: string) => void;
  lines?: number;
  mono?: boolean;
  heading?: boolean;
  type?: string;
}) {
  const [typed, setTyped] = useState<{ text: string; from: string } | null>(null);
  // A change from elsewhere, such as undo, wins over what stands here.
  const shown = typed && typed.from === text ? typed.text : text;
  const hand = () => {
    if (shown !== text) onText(shown);
    setTyped(null);
  };
  const write = (next: string) => setTyped({ text: next, from: text });
  const look = mono ? 'font-mono text-label' : undefined;

  if (lines > 1) {
    return (
      <TextArea
        {...rest}
        rows={lines}
        spellCheck={!mono}
        className={look}
        value={shown}
        onChange={(event) => write(event.target.value)}
        onBlur={hand}
      />
    );
  }
  const Line = heading ? TitleInput : Input;
  return (
    <Line
      {...rest}
      type={type}
      spellCheck={false}
      className={look}
      value={shown}
      onChange={(event) => write(event.target.value)}
      onBlur={hand}
      onKeyDown={(event) => event.key === 'Enter' && hand()}
    />
  );
}
