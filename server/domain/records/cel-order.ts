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

/** Rows in the order of time, each once. */
export interface Ordered {
  readonly rows: readonly CelRow[];
  /** Linkedids of calls whose rows stood in an order that cannot be. */
  readonly jumbled: ReadonlySet<string>;
}

/**
 * Where several rows bear the same instant (a table may count whole seconds) the order they were written in stands, but
 * for what cannot be: a channel that hangs up before it was made, a leg before the channel that its call is named after.
 */
export function inOrder(rows: readonly CelRow[]): Ordered {
  const sorted = [...rows].sort((a, b) => a.at - b.at);
  const ordered: CelRow[] = [];
  const jumbled = new Set<string>();
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to]?.at === sorted[from]?.at) to += 1;
    if (to - from === 1) ordered.push(...sorted.slice(from, to));
    else ordered.push(...oneMoment(once(sorted.slice(from, to)), jumbled));
    from = to;
  }
  return { rows: ordered, jumbled };
}

function once(rows: readonly CelRow[]): CelRow[] {
  const known = new Set<string>();
  return rows.filter((row) => {
    const all = JSON.stringify(row);
    return !known.has(all) && known.add(all);
  });
}

function oneMoment(rows: readonly CelRow[], jumbled: Set<string>): CelRow[] {
  const impossible = impossibleIn(rows);
  if (impossible.size === 0) return [...rows];
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
