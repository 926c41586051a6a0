'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { counted } from '#components/ui/format.ts';
import { TitleInput } from '#components/ui/input.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { TestResult } from '#flow/mapping-tests.ts';
import type { FlowTest } from '#flow/tests.ts';
import { OutputDiff } from './output-diff.tsx';
import type { TestDesk } from './use-test-desk.ts';

/** The tests of a map, run again at every change: what fails is opened with its differences. */
export function TestList({ desk }: { desk: TestDesk }) {
  const { tests, results } = desk;
  if (tests.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-2">
        No tests yet. Choose a sample and press <b>Save as test</b>: what the map makes of it now is kept, and the flow
        is not published while it makes something else of it.
      </p>
    );
  }
  const changed = tests.filter(({ id }) => {
    const result = results.get(id);
    return result && !result.passed && result.came !== null;
  });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ul aria-label="Tests">
        {tests.map((test) => (
          <TestLine key={test.id} test={test} result={results.get(test.id)} desk={desk} />
        ))}
      </ul>
      {desk.isStopped ? (
        <p role="alert" className="px-4 py-2 text-failed">
          The tests were stopped after 6 s: an expression takes too long.
        </p>
      ) : null}
      {changed.length > 1 ? (
        <div className="px-4 py-2">
          <Button size="sm" onClick={() => desk.accept(changed)}>
            Update all {counted(changed.length, 'test')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function TestLine({ test, result, desk }: { test: FlowTest; result: TestResult | undefined; desk: TestDesk }) {
  const [name, setName] = useState<string>();
  const failed = result?.passed === false;
  const state = result ? (result.passed ? 'passes' : 'fails') : 'not run yet';
  const keep = () => {
    if (name !== undefined) desk.rename(test, name);
    setName(undefined);
  };
  return (
    <li aria-label={`${test.name}, ${state}`} className="border-b border-line">
      <div className="flex items-center gap-2 px-3 py-1">
        <StatusGlyph mark={result ? (result.passed ? 'ok' : 'failed') : 'queued'} size={14} />
        <TitleInput
          aria-label={`Name of the test ${test.name}`}
          className="ml-0! h-6! px-1! text-body! font-medium!"
          value={name ?? test.name}
          onChange={(event) => setName(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            else if (event.key === 'Escape') setName(undefined);
            else return;
            event.stopPropagation();
          }}
        />
        <span className={cx('text-label whitespace-nowrap', failed ? 'font-medium text-failed' : 'text-ink-3')}>
          {state}
        </span>
        <IconButton size="sm" label={`Remove the test ${test.name}`} onClick={() => desk.remove(test)}>
          <Trash2 size={13} />
        </IconButton>
      </div>
      {failed ? (
        <div className="pr-3 pb-2 pl-9">
          {result.differences.length === 0 ? <p className="text-failed">{upper(result.words)}.</p> : null}
          <OutputDiff differences={result.differences} />
          {result.came === null ? null : (
            <Button size="sm" className="mt-1.5" onClick={() => desk.accept([test])}>
              Expect this from now on
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
