/** One row of Asterisk's channel event log (CEL), whichever way it was stored. Text is untrusted: callers choose their names. */
export interface CelRow {
  readonly at: number;
  /** CHAN_START, ANSWER, BRIDGE_ENTER, HANGUP … */
  readonly type: string;
  readonly cidName: string;
  readonly cidNum: string;
  readonly exten: string;
  readonly context: string;
  readonly channel: string;
  readonly app: string;
  readonly appData: string;
  readonly uniqueid: string;
  readonly linkedid: string;
  readonly peer: string;
  /** `CHANNEL(userfield)`, where the dialplan may pass on what CEL has no column for. */
  readonly userField: string;
  readonly extra: Readonly<Record<string, string>>;
}

/** One row of the call detail records (CDR): one pair of channels, told when it is over. */
export interface CdrRow {
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
  /** Seconds of it that were answered, in milliseconds; null when not told. The instants' difference may be a second more. */
  readonly billedMs: number | null;
  readonly src: string;
  readonly clid: string;
  readonly dst: string;
  readonly context: string;
  readonly channel: string;
  readonly dstChannel: string;
  readonly app: string;
  readonly appData: string;
  readonly disposition: string;
  readonly uniqueid: string;
  readonly linkedid: string;
  readonly did: string;
  readonly recording: string;
  /** `CALLERID(pres)`, where a table has a column for it. */
  readonly presentation: string;
  /** `CDR(userfield)`, where the dialplan may pass on what CDR has no column for. */
  readonly userField: string;
}

/** One line of app_queue's own log. */
export interface QueueLogRow {
  readonly at: number;
  /** Uniqueid of the caller's channel. */
  readonly callId: string;
  readonly queue: string;
  readonly agent: string;
  readonly event: string;
  readonly data: readonly string[];
}

/** What a source holds of a stretch of time. */
export interface Recorded<Row> {
  readonly rows: readonly Row[];
  /** From this instant on nothing is missing; null when the source cannot tell. */
  readonly wholeFrom: number | null;
}

/** Where a PBX writes down its calls. */
export type RecordSource =
  | { readonly kind: 'cel'; readonly name: string; read(since: number): Promise<Recorded<CelRow>> }
  | { readonly kind: 'cdr'; readonly name: string; read(since: number): Promise<Recorded<CdrRow>> }
  | { readonly kind: 'queue_log'; readonly name: string; read(since: number): Promise<Recorded<QueueLogRow>> };
