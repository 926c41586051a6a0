import { cx } from '#components/ui/cx.ts';
import { type Window, windows } from './measure-words.ts';

/** How far back to look. */
export function WindowChoice({ chosen, onChoose }: { chosen: Window; onChoose: (window: Window) => void }) {
  return (
    <fieldset className="flex shrink-0 rounded-input border border-line-strong">
      <legend className="sr-only">Time looked at</legend>
      {windows.map(({ id, label, words }) => (
        <button
          key={id}
          type="button"
          title={`In ${words}`}
          aria-pressed={chosen === id}
          onClick={() => onChoose(id)}
          className={cx(
            'num h-6 px-2 text-label whitespace-nowrap',
            chosen === id ? 'bg-ink text-on-ink' : 'text-ink-2 hover:bg-canvas hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
