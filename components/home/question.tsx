'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { addressOfAsked, type Talk } from '#components/estimate/asked.ts';
import { useTRPC } from '#components/trpc.tsx';
import { Arrow } from '#components/ui/arrow.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { count } from '#components/ui/format.ts';
import { PatternGlyph } from '#components/ui/pattern-mark.tsx';
import { answerTo } from './answer.ts';

const systemChoices = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20];
const talkChoices: { value: Talk; words: string }[] = [
  { value: 'mesh', words: 'all talk to each other' },
  { value: 'star', words: 'all talk to one of them' },
];
const freshChoices = [
  { value: 0, words: 'seconds' },
  { value: 5, words: '5 minutes' },
  { value: 15, words: '15 minutes' },
  { value: 30, words: '30 minutes' },
  { value: 60, words: 'an hour' },
  { value: 1440, words: 'a day' },
];

/** A question to fill in, answered under it as it is typed. */
export function Question() {
  const trpc = useTRPC();
  const card = useQuery(trpc.estimate.card.queryOptions(undefined, { staleTime: 60_000 })).data;
  const [systems, setSystems] = useState(5);
  const [talk, setTalk] = useState<Talk>('mesh');
  const [events, setEvents] = useState('12,000');
  const [fresh, setFresh] = useState(5);

  const eventsPerDay = Math.round(Number(events.replace(/[\s,.']/g, ''))) || 0;
  const asked = { systems, talk, needs: { eventsPerDay, freshnessMinutes: fresh } };
  const answer = card ? answerTo(card, asked) : null;

  return (
    <section aria-labelledby="question" className="min-w-0">
      <h2 id="question">How should I connect these systems?</h2>
      <p className="max-w-[68ch] text-page leading-9">
        I have{' '}
        <Blank label="Number of systems" value={systems} onChange={(event) => setSystems(Number(event.target.value))}>
          {systemChoices.map((choice) => (
            <option key={choice} value={choice}>
              {choice} systems
            </option>
          ))}
        </Blank>{' '}
        that{' '}
        <Blank
          label="Who talks to whom"
          value={talk}
          onChange={(event) => setTalk(talkChoices.find(({ value }) => value === event.target.value)?.value ?? 'mesh')}
        >
          {talkChoices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.words}
            </option>
          ))}
        </Blank>
        , about{' '}
        <input
          aria-label="Events a day"
          inputMode="numeric"
          className="num field-sizing-content h-7 min-w-16 border-b-[1.5px] border-ink bg-transparent px-0.5 font-semibold"
          value={events}
          onChange={(event) => setEvents(event.target.value)}
          onBlur={() => setEvents(count(eventsPerDay))}
        />{' '}
        events a day, and a change must show within{' '}
        <Blank
          label="How soon a change must show"
          value={fresh}
          onChange={(event) => setFresh(Number(event.target.value))}
        >
          {freshChoices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.words}
            </option>
          ))}
        </Blank>
        .
      </p>
      <div className="mt-3 flex min-h-12 items-center gap-3 border-t border-line pt-3">
        <div aria-live="polite" className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          {answer ? (
            <>
              {answer.patterns.map((pattern) => (
                <PatternGlyph key={pattern} pattern={pattern} size={20} />
              ))}
              <span className="num text-field">
                <b className="font-semibold">{answer.advised}</b>
                {answer.patterns.length > 1 ? ': ' : ', '}
                {answer.price}
              </span>
              <span className="num text-ink-2">{answer.other}</span>
            </>
          ) : null}
        </div>
        <ButtonLink href={`/estimate${addressOfAsked(asked)}`}>
          Compare all four <Arrow />
        </ButtonLink>
      </div>
    </section>
  );
}

/** A native select that reads as a word to fill in. It takes the width of what is chosen. */
function Blank({ label, ...rest }: ComponentProps<'select'> & { label: string }) {
  return (
    <span className="relative inline-flex items-center border-b-[1.5px] border-ink">
      <select
        aria-label={label}
        className="field-sizing-content h-7 appearance-none leading-7 bg-transparent pr-5 pl-0.5 font-semibold"
        {...rest}
      />
      <ChevronDown size={14} aria-hidden="true" className="pointer-events-none absolute right-0.5" />
    </span>
  );
}
