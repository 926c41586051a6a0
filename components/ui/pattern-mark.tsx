import type { Pattern } from '#flow/flow.ts';

/** Names of the patterns, as they head a column or a label. */
export const patternNames: Record<Pattern, string> = {
  'point-to-point': 'Point-to-point',
  'hub-and-spoke': 'Hub-and-spoke',
  'event-driven': 'Event-driven',
  'batch-etl': 'Batch ETL',
};

/** The colour of a pattern, for rails, glyphs and chart series only. */
export const patternColour = (pattern: Pattern): string => `var(--${pattern})`;

/** Two dots and a bar · wheel · dot and two arcs · stacked bars. */
export function PatternGlyph({ pattern, size = 16 }: { pattern: Pattern; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="shrink-0"
      style={{ color: patternColour(pattern) }}
    >
      {drawings[pattern]}
    </svg>
  );
}

const drawings: Record<Pattern, React.ReactNode> = {
  'point-to-point': (
    <g fill="currentColor">
      <circle cx="3" cy="8" r="2.75" />
      <circle cx="13" cy="8" r="2.75" />
      <path d="M3 7h10v2H3z" />
    </g>
  ),
  'hub-and-spoke': (
    <g fill="none" stroke="currentColor">
      <circle cx="8" cy="8" r="6.75" strokeWidth="1.75" />
      <path
        strokeWidth="1.25"
        d="M9.73 9l4.12 2.38M8 10v4.75M6.27 9l-4.12 2.38M6.27 7L2.15 4.62M8 6V1.25M9.73 7l4.12-2.38"
      />
      <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
    </g>
  ),
  'event-driven': (
    <g fill="none" stroke="currentColor" strokeWidth="1.75">
      <circle cx="3.5" cy="8" r="2.5" fill="currentColor" stroke="none" />
      <path d="M7.2 3.9a5.6 5.6 0 0 1 0 8.2M10.4 1.4a9.3 9.3 0 0 1 0 13.2" />
    </g>
  ),
  'batch-etl': <path fill="currentColor" d="M2 2.5h12v3H2zM2 6.75h12v3H2zM2 11h12v3H2z" />,
};

/** Glyph and name. */
export function PatternMark({ pattern, className }: { pattern: Pattern; className?: string }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className ?? ''}`}>
      <PatternGlyph pattern={pattern} />
      {patternNames[pattern]}
    </span>
  );
}
