/** The product's mark: a six-spoke wheel in ink. */
export function Wheel({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor">
      <circle cx="12" cy="12" r="10.5" strokeWidth="1.75" />
      <path
        strokeWidth="1.5"
        d="M14.42 13.4l6.67 3.85M12 14.8v7.7M9.58 13.4l-6.67 3.85M9.58 10.6L2.91 6.75M12 9.2V1.5M14.42 10.6l6.67-3.85"
      />
      <circle cx="12" cy="12" r="2.8" fill="currentColor" stroke="none" />
    </svg>
  );
}
