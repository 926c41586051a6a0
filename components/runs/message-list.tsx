'use client';

import { useState } from 'react';
import type { RunDetail } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { clock, count, moment } from '#components/ui/format.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { messageInBrief } from './run-words.ts';

const firstMessages = 100;

/** The messages a run received, what needs a person first. */
export function MessageList({
  messages,
  chosen,
  onChoose,
}: {
  messages: RunDetail['messages'];
  chosen: string | null;
  onChoose: (message: string) => void;
}) {
  const [all, setAll] = useState(false);
  const ranked = [...messages].sort((a, b) => Number(b.state === 'parked') - Number(a.state === 'parked'));
  const shown = all ? ranked : ranked.slice(0, firstMessages);
  return (
    <div className="max-h-44 shrink-0 overflow-auto border-b border-line">
      <ul aria-label="Messages">
        {shown.map((message) => {
          const { mark, words } = messageInBrief(message);
          const on = message.id === chosen;
          return (
            <li key={message.id} className={cx('relative border-b border-line last:border-0', on && 'bg-canvas')}>
              <button
                type="button"
                aria-pressed={on}
                onClick={() => onChoose(message.id)}
                className="grid h-7 w-full grid-cols-[minmax(72px,auto)_16px_minmax(0,1fr)_56px] items-center gap-3 px-4 text-left hover:bg-canvas focus-visible:-outline-offset-2"
                style={on ? { boxShadow: 'inset 2px 0 0 var(--ink)' } : undefined}
              >
                <span className="data truncate text-ink">{message.key ?? message.id.slice(0, 8)}</span>
                <StatusGlyph mark={mark} />
                <span className="truncate text-ink-2">{message.trouble?.message ?? words}</span>
                <time
                  dateTime={message.receivedAt}
                  title={moment(message.receivedAt)}
                  className="data text-right text-ink-3"
                >
                  {clock(message.receivedAt, true)}
                </time>
              </button>
            </li>
          );
        })}
      </ul>
      {shown.length < messages.length ? (
        <Button size="sm" look="quiet" className="m-1" onClick={() => setAll(true)}>
          Show all {count(messages.length)}
        </Button>
      ) : null}
    </div>
  );
}
