/** Why a piece of the stream was set aside. */
export type QuarantineReason =
  | 'no-event'
  | 'line-without-colon'
  | 'missing-header'
  | 'duplicate-header'
  | 'stray-header'
  | 'header-order'
  | 'bad-privilege'
  | 'bad-identity'
  | 'line-too-long'
  | 'frame-too-long'
  | 'too-many-headers'
  | 'handler-failed';

/** A piece of the stream that was not understood and changed nothing: kept for a person to look at. */
export interface Quarantined {
  readonly reason: QuarantineReason;
  /** The header or limit concerned; never a value from the wire. */
  readonly detail: string;
  /** The event's name when one could be read. */
  readonly name: string | null;
  /** The beginning of the piece, at most `RAW_CAP` characters. Untrusted. */
  readonly raw: string;
  readonly at: number;
}

/** How much of a piece is kept. */
export const RAW_CAP = 4096;

/** Tells a quarantined piece from an event. */
export function isQuarantined(value: object | null): value is Quarantined {
  return value !== null && 'reason' in value && 'raw' in value;
}
