/** The 40 px plate with a connector's monogram, as on its nodes; 24 px in lists. */
export function Plate({ monogram, size = 40 }: { monogram: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      className="grid shrink-0 place-items-center rounded-input border border-line-strong bg-canvas font-semibold text-ink"
      style={{ width: size, height: size, fontSize: size * 0.38 }}
    >
      {monogram}
    </span>
  );
}
