/** Inside the round end of a start: a clock for schedules, a bolt for what comes by itself. */
export function StartGlyph({ kind }: { kind: 'clock' | 'bolt' }) {
  return (
    <svg width="40" height="40" viewBox="-20 -20 40 40" aria-hidden="true" fill="none" className="shrink-0 stroke-ink">
      {kind === 'clock' ? (
        <>
          <path d={ticks} className="stroke-ink-2" strokeWidth="1.25" />
          <path d="M0 -10V0l7 4" strokeWidth="1.5" strokeLinecap="round" />
        </>
      ) : (
        <path d="M2 -10L-6 2H0L-2 10L6 -2H0Z" strokeWidth="1.5" strokeLinejoin="round" />
      )}
    </svg>
  );
}

const ticks = Array.from({ length: 12 }, (_, hour) => {
  const angle = (hour * Math.PI) / 6;
  const [inner, outer] = hour % 3 === 0 ? [15, 18.5] : [15, 17];
  const at = (distance: number) =>
    `${(Math.cos(angle) * distance).toFixed(1)} ${(Math.sin(angle) * distance).toFixed(1)}`;
  return `M${at(inner)}L${at(outer)}`;
}).join('');
