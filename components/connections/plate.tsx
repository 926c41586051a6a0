import { type Mark, StatusGlyph } from '#components/ui/status-mark.tsx';

/** The 40 px plate with a connector's monogram, as on its nodes; 24 px in lists. A `mark` stands at its corner; say beside it what it means. */
export function Plate({ monogram, size = 40, mark }: { monogram: string; size?: number; mark?: Mark }) {
  return (
    <span
      aria-hidden="true"
      className="relative grid shrink-0 place-items-center rounded-input border border-line-strong bg-canvas font-semibold text-ink"
      style={{ width: size, height: size, fontSize: size * 0.38 }}
    >
      {monogram}
      {mark ? (
        <span className="absolute -right-1.5 -bottom-1.5 bg-surface">
          <StatusGlyph mark={mark} size={14} />
        </span>
      ) : null}
    </span>
  );
}
