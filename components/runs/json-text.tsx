'use client';

import { Check, Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { count } from '#components/ui/format.ts';
import { type JsonLine, jsonLines, shows } from './json-lines.ts';

/** More lines than this are drawn only when asked for. */
const firstLines = 400;

/** A body as numbered, indented lines, with a copy button. `field` marks the lines that a trouble names. */
export function JsonText({ text, field, name }: { text: string; field?: string; name: string }) {
  const lines = useMemo(() => jsonLines(text), [text]);
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, firstLines);
  const digits = String(shown.length).length;
  return (
    <div className="relative">
      <CopyButton
        text={lines.map((line) => `${'  '.repeat(line.depth)}${keyOf(line)}${line.text}`).join('\n')}
        name={name}
      />
      <ol
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and the keyboard must reach that too
        tabIndex={0}
        className="data overflow-x-auto py-2 text-ink-2 focus-visible:-outline-offset-2"
      >
        {shown.map((line, index) => {
          const marked = field !== undefined && shows(line, field);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
              key={index}
              className={cx(
                'flex w-max min-w-full items-start py-0.5 pr-10',
                marked && 'border-l-2 border-failed bg-failed-tint',
              )}
            >
              <span
                aria-hidden="true"
                className={cx('shrink-0 pr-3 text-right text-ink-3 select-none', marked ? '-ml-0.5' : '')}
                style={{ width: `${digits + 4}ch` }}
              >
                {index + 1}
              </span>
              <code className="whitespace-pre" style={{ paddingLeft: `${line.depth * 2}ch` }}>
                {line.key === null ? null : <span className="text-ink">{JSON.stringify(line.key)}: </span>}
                {line.text}
              </code>
            </li>
          );
        })}
      </ol>
      {shown.length < lines.length ? (
        <Button size="sm" className="mb-3 ml-4" onClick={() => setAll(true)}>
          Show all {count(lines.length)} lines
        </Button>
      ) : null}
    </div>
  );
}

const keyOf = (line: JsonLine): string => (line.key === null ? '' : `${JSON.stringify(line.key)}: `);

function CopyButton({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <IconButton
      size="sm"
      look="outline"
      label={copied ? 'Copied' : `Copy ${name}`}
      onClick={copy}
      className="absolute top-2 right-3 z-10"
    >
      {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
    </IconButton>
  );
}
