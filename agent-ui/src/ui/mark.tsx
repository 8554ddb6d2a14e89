/** The mark of Ringback: a call that comes round again. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--rb-ring)" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M22.6 12.2a8 8 0 1 1-7-4.2h5.2" />
        <path d="M18.2 4.6 21.6 8l-3.4 3.4" />
      </g>
      <circle cx="16" cy="16" r="2.6" fill="#6FD0C2" />
    </svg>
  );
}
