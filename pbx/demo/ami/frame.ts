/** One header line of an AMI frame. */
export type Header = readonly [name: string, value: string | number];

/** AMI classes that the demonstration sends; a session hears the ones its account may read and it asked for. */
export const eventClasses = ['call', 'agent', 'cdr', 'dialplan', 'user', 'system'] as const;
export type EventClass = (typeof eventClasses)[number];

/** One thing that happened on the exchange, before it is put on the wire. */
export interface WireEvent {
  readonly name: string;
  readonly class: EventClass;
  readonly at: number;
  readonly headers: readonly Header[];
}

// A caller chooses his own name: a line break in it would forge a frame.
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** A value that cannot leave its line. */
export function clean(value: string | number): string {
  return String(value).replace(breaks, ' ');
}

/** The bytes of one frame. Every value is cleaned here, at the only door to the wire. */
export function frame(headers: readonly Header[]): string {
  return `${headers.map(([name, value]) => `${name}: ${clean(value)}\r\n`).join('')}\r\n`;
}

/** Asterisk's `Timestamp` (`timestampevents = yes`): seconds and six decimals. */
export function timestamp(at: number): string {
  const ms = Math.floor(at);
  return `${Math.floor(ms / 1000)}.${String((ms % 1000) * 1000).padStart(6, '0')}`;
}

/** An event as Asterisk frames it: name, privilege, time, then its own headers. */
export function eventFrame(event: WireEvent): string {
  return frame([
    ['Event', event.name],
    ['Privilege', `${event.class},all`],
    ['Timestamp', timestamp(event.at)],
    ...event.headers,
  ]);
}
