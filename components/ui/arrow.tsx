/** A drawn arrow; the typeface has none. */
export function Arrow({ className }: { className?: string }) {
  return (
    <svg
      width="12"
      height="8"
      viewBox="0 0 12 8"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      className={`inline-block shrink-0 ${className ?? ''}`}
    >
      <path d="M0 4h10.5M7.5 1l3 3-3 3" />
    </svg>
  );
}
