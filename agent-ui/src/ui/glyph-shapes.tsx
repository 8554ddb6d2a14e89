import type { ReactNode } from 'react';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const cut = { ...line, stroke: 'var(--rb-surface)' } as const;
const disc = <circle cx="7" cy="7" r="6" fill="currentColor" />;

/** The outlines of all states: each differs in shape, not only in colour. */
export const glyphShapes = {
  open: <circle cx="7" cy="7" r="5" {...line} />,
  due_soon: (
    <>
      <circle cx="7" cy="7" r="5.2" {...line} />
      <path d="M7 1.8a5.2 5.2 0 0 1 0 10.4Z" fill="currentColor" />
    </>
  ),
  overdue: (
    <>
      {disc}
      <path d="M7 3.8V7l2.2 1.6" {...cut} />
    </>
  ),
  breached: (
    <>
      <path d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5Z" fill="currentColor" />
      <path d="M7 3.9v3.4M7 9.9v.1" {...cut} />
    </>
  ),
  not_reached: (
    <>
      <path d="M7 2 12.6 12H1.4Z" {...line} />
      <path d="M7 6.2v2.4M7 10.2v.05" {...line} strokeWidth={1.4} />
    </>
  ),
  needs_human: (
    <>
      <rect x="1.5" y="1.5" width="11" height="11" rx="2" {...line} />
      <path d="M5.4 5.4a1.7 1.7 0 1 1 2.3 1.6c-.5.2-.7.5-.7 1M7 10v.05" {...line} strokeWidth={1.4} />
    </>
  ),
  calling: (
    <>
      <circle cx="7" cy="7" r="1.9" fill="currentColor" />
      <path d="M2.2 8.9A5.2 5.2 0 0 1 5.1 2.1M11.8 5.1a5.2 5.2 0 0 1-2.9 6.8" {...line} />
    </>
  ),
  in_time: (
    <>
      {disc}
      <path d="m4.3 7.2 1.9 1.9 3.5-3.9" {...cut} />
    </>
  ),
  late: (
    <>
      <path d="M7 .6 13.4 7 7 13.4.6 7Z" fill="currentColor" />
      <path d="m4.9 7.1 1.5 1.5 2.8-3.1" {...cut} />
    </>
  ),
  called_again: (
    <>
      {disc}
      <path d="M4.2 5.6h4a1.7 1.7 0 0 1 0 3.4H6.4M5.7 4 4.2 5.6l1.5 1.6" {...cut} strokeWidth={1.4} />
    </>
  ),
  closed: (
    <>
      <rect x="1.5" y="1.5" width="11" height="11" rx="2" {...line} />
      <path d="m4.4 7.1 1.8 1.8 3.4-3.8" {...line} />
    </>
  ),
  missed: <path d="M1.8 4.2v4h4M2 8 7 3.6l5.2 5.2" {...line} transform="matrix(1 0 0 -1 0 12.4)" />,
  inbound: <path d="M11.6 2.4 3 11M3 5.2V11h5.8" {...line} />,
  outbound: <path d="M2.4 11.6 11 3M5.2 3H11v5.8" {...line} />,
  internal: <path d="M2 5h9.4M9 2.6 11.4 5 9 7.4M12 9.6H2.6M5 7.4 2.6 9.6 5 12" {...line} strokeWidth={1.4} />,
  note: <path d="M2.4 2.4h9.2v5.8l-3.4 3.4H2.4ZM11.4 8.2H8.2v3.2" {...line} strokeWidth={1.4} />,
  recording: <path d="M2.2 5.6v2.8M5.4 3.4v7.2M8.6 2v10M11.8 5.2v3.6" {...line} />,
  next_step: <path d="M3 12.6V2.2h8.2L9.4 5l1.8 2.8H3" {...line} strokeWidth={1.4} />,
  ready: (
    <>
      <circle cx="7" cy="7" r="5.4" {...line} />
      <circle cx="7" cy="7" r="2.5" fill="currentColor" />
    </>
  ),
  in_call: (
    <>
      <rect x="1.4" y="1.4" width="11.2" height="11.2" rx="2" {...line} />
      <path d="M4.6 6v2M7 4.4v5.2M9.4 6v2" {...line} />
    </>
  ),
  wrap_up: (
    <>
      <circle cx="7" cy="7" r="5.4" {...line} />
      <path d="M7 7V1.6A5.4 5.4 0 0 1 12.4 7Z" fill="currentColor" />
    </>
  ),
  paused: <path d="M4.6 2.4v9.2M9.4 2.4v9.2" {...line} strokeWidth={2.4} />,
  unreachable: (
    <>
      <path d="M7 1.2 13.4 12.4H.6Z" fill="currentColor" />
      <path d="M7 5.2v3M7 10.3v.05" {...cut} />
    </>
  ),
  away: <circle cx="7" cy="7" r="5.2" {...line} strokeDasharray="2.4 2.6" />,
} as const satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof glyphShapes;
