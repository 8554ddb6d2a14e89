const tick = (
  <>
    <circle cx="7" cy="7" r="6" fill="currentColor" />
    <path d="m4.3 7.2 1.9 1.9 3.5-3.9" fill="none" stroke="var(--rb-surface)" strokeWidth="1.6" strokeLinecap="round" />
  </>
);

interface Props {
  /** Read aloud and shown on hover; without it the words stand beside the mark. */
  readonly word?: string;
  readonly size?: number;
}

/** All is well: a green disc with a tick, always with its word. */
export function FineMark({ word, size = 14 }: Props) {
  const box = { width: size, height: size, viewBox: '0 0 14 14', style: { color: 'var(--rb-green)' } };
  if (word === undefined) {
    return (
      <svg {...box} aria-hidden>
        {tick}
      </svg>
    );
  }
  return (
    <svg {...box} role="img">
      <title>{word}</title>
      {tick}
    </svg>
  );
}
