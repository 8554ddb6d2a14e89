import { instantOf, zoneShift } from './instants.ts';
import type { CdrRow } from './record-rows.ts';

/** A row of CDR by the names that cdr_pgsql and its relatives give the columns. */
export type CdrValues = Readonly<Record<string, string>>;

/** The rows of one stretch in the order they were written, and how far their wall clock is from UTC, for the next stretch. */
export function cdrRowsOf(
  stretch: readonly CdrValues[],
  before: number | null,
): { readonly rows: readonly CdrRow[]; readonly shift: number | null } {
  const shifts = stretch.map(shiftOf);
  // An id of ours tells no time: its row has the clock of the rows before it, the first ones that of the rows behind them.
  let shift = before ?? shifts.find((found) => found !== null) ?? null;
  const rows = stretch.flatMap((values, index) => {
    shift = shifts[index] ?? shift;
    const row = cdrRowOf(values, shift ?? 0);
    return row === null ? [] : [row];
  });
  return { rows, shift };
}

/** Wall clocks are set right by the Uniqueid. */
function shiftOf(values: CdrValues): number | null {
  const start = instantOf(values.start || values.calldate || '');
  return start?.wall ? zoneShift(start.at, values.uniqueid ?? '') : null;
}

/** Null when the row names no channel or no start. */
function cdrRowOf(values: CdrValues, known: number): CdrRow | null {
  const text = (...names: string[]) => names.map((name) => values[name] ?? '').find((value) => value !== '') ?? '';
  const uniqueid = text('uniqueid');
  const start = instantOf(text('start', 'calldate'));
  if (start === null || text('channel') === '') return null;
  const shift = start.wall ? known : 0;
  const at = (told: string) => {
    const found = instantOf(told);
    return found === null ? null : found.at - (found.wall ? shift : 0);
  };
  const startedAt = start.at - shift;
  const endedAt = at(text('end')) ?? startedAt + seconds(text('duration'));
  const billed = seconds(text('billsec'));
  return {
    startedAt,
    answeredAt: at(text('answer')) ?? (billed > 0 ? endedAt - billed : null),
    endedAt: Math.max(startedAt, endedAt),
    billedMs: /^\d+/.test(text('billsec')) ? billed : null,
    src: text('src'),
    clid: text('clid'),
    dst: text('dst'),
    context: text('dcontext'),
    channel: text('channel'),
    dstChannel: text('dstchannel'),
    app: text('lastapp'),
    appData: text('lastdata'),
    disposition: text('disposition').toUpperCase(),
    uniqueid,
    linkedid: text('linkedid', 'uniqueid'),
    did: text('did'),
    recording: text('recordingfile') || (isSoundFile(text('userfield')) ? text('userfield') : ''),
    presentation: text('pres'),
    userField: text('userfield'),
  };
}

/** A user field that is used for the name of the recording and nothing else. */
export function isSoundFile(text: string): boolean {
  return /^[^=]+\.(?:wav|wav49|gsm|mp3|ogg|opus|ulaw|alaw)$/i.test(text);
}

function seconds(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value * 1000 : 0;
}
