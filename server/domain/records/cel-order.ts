import type { CelRow } from '../../../pbx/records/record-rows.ts';

/** The order in which one moment's rows can have come about, when the order they stand in cannot be the real one. */
const ranks: Readonly<Record<string, number>> = {
  CHAN_START: 0,
  APP_START: 1,
  ANSWER: 2,
  BRIDGE_ENTER: 3,
  BRIDGE_EXIT: 5,
  APP_END: 6,
  HANGUP: 7,
  CHAN_END: 8,
  LINKEDID_END: 9,
};
const OTHER = 4;
const GONE = 7;
/** Rows after which a long ordering pauses: some ten milliseconds of work. */
const STEP = 4_000;

/** Rows in the order of time, each once. */
export interface Ordered {
  readonly rows: readonly CelRow[];
  /** Linkedids of calls whose rows stood in an order that cannot be. */
  readonly jumbled: ReadonlySet<string>;
}

/**
 * Where several rows bear the same instant (a table may count whole seconds) the order they were written in stands, but
 * for what cannot be: a channel that hangs up before it was made, a leg before the channel that its call is named after.
 * A long stretch is ordered in steps.
 */
export function* inOrder(rows: readonly CelRow[]): Generator<void, Ordered> {
  const sorted = [...rows].sort((a, b) => a.at - b.at);
  const ordered: CelRow[] = [];
  const jumbled = new Set<string>();
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to]?.at === sorted[from]?.at) to += 1;
    if (to - from === 1) ordered.push(...sorted.slice(from, to));
    else ordered.push(...oneMoment(once(sorted.slice(from, to)), jumbled));
    if (Math.floor(to / STEP) > Math.floor(from / STEP)) yield;
    from = to;
  }
  return { rows: ordered, jumbled };
}

/** Without what stands there twice. Few rows share a moment, a channel and a type: only those are compared as a whole. */
function once(rows: readonly CelRow[]): readonly CelRow[] {
  const met = new Map<string, CelRow[]>();
  return rows.filter((row) => {
    const key = `${row.uniqueid} ${row.type}`;
    const alike = met.get(key);
    if (alike === undefined) met.set(key, [row]);
    else if (alike.some((other) => JSON.stringify(other) === JSON.stringify(row))) return false;
    else alike.push(row);
    return true;
  });
}

function oneMoment(rows: readonly CelRow[], jumbled: Set<string>): readonly CelRow[] {
  const impossible = impossibleIn(rows);
  if (impossible.size === 0) return rows;
  for (const linkedid of impossible) jumbled.add(linkedid);
  // Others' rows keep their places.
  const mended = rows
    .filter(({ linkedid }) => impossible.has(linkedid))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.type === 'CHAN_START' ? numberOf(a) - numberOf(b) : 0));
  return rows.map((row) => (impossible.has(row.linkedid) ? (mended.shift() ?? row) : row));
}

function impossibleIn(rows: readonly CelRow[]): ReadonlySet<string> {
  const found = new Set<string>();
  const met = new Map<string, number>();
  const begun = new Set<string>();
  for (const row of rows) {
    // A linkedid ends in the middle when a pickup or a transfer gives its channels another.
    if (row.type === 'LINKEDID_END') continue;
    const rank = rankOf(row);
    const before = met.get(row.uniqueid) ?? -1;
    if ((rank === 0 && before >= 0) || (before >= GONE && rank < before)) found.add(row.linkedid);
    met.set(row.uniqueid, Math.max(before, rank));
    // Legs are made side by side and may come in any order, but none before the channel that the call is named after.
    if (row.uniqueid === row.linkedid && rank === 0 && begun.has(row.linkedid)) found.add(row.linkedid);
    begun.add(row.linkedid);
  }
  return found;
}

function rankOf({ type }: CelRow): number {
  return ranks[type] ?? OTHER;
}

/** Channels are counted: the number behind the second they were made in. */
function numberOf({ uniqueid }: CelRow): number {
  return Number(/\.(\d+)$/.exec(uniqueid)?.[1] ?? 0);
}
