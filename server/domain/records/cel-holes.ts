import type { CelRow } from '../../../pbx/records/record-rows.ts';
import type { CallRecord } from '../call/call-record.ts';

/** What the rows of one channel have told so far. */
interface Seen {
  hungUp: boolean;
  /** Where its running application began: `context/exten`. */
  app: string | null;
  readonly bridges: Set<string>;
  /** It left a bridge before. */
  moved: boolean;
}

const handOvers = new Set(['ATTENDEDTRANSFER', 'BLINDTRANSFER', 'PICKUP', 'PARK_START', 'PARK_END']);
/** A customer who is alone for longer at the end was left by whoever talked with them. */
const ALONE_MS = 500;
/** Channels that an optimisation moves and removes do so within this. */
const OPTIMISED_MS = 250;

/** Follows all rows in order and tells the linkedids of calls of which one is missing. */
export interface HoleWatch {
  see(row: CelRow): void;
  holes(): ReadonlySet<string>;
}

/**
 * A row may be missing (a full disk, a restart, a table that refused it): each END has its START, a channel that is gone
 * has hung up, and none changes its place in the dialplan or, a Local one, its bridge without a word why.
 */
export function holeWatch(): HoleWatch {
  const channels = new Map<string, Seen>();
  const inBridge = new Map<string, Set<string>>();
  const found = new Set<string>();
  const changed: CelRow[] = [];
  const localsGone = new Map<string, number[]>();
  const explained = new Set<string>();
  return {
    see(row) {
      const known = channels.get(row.uniqueid);
      const seen = known ?? { hungUp: false, app: null, bridges: new Set<string>(), moved: false };
      if (known === undefined) channels.set(row.uniqueid, seen);
      if (known === undefined && row.type !== 'CHAN_START') found.add(row.linkedid);
      if (handOvers.has(row.type)) {
        explained.add(row.linkedid);
        for (const [name, id] of Object.entries(row.extra)) if (name.endsWith('uniqueid')) explained.add(id);
      }
      const together = inBridge.get(row.extra.bridge_id ?? '') ?? new Set();
      if (row.type === 'BRIDGE_ENTER') inBridge.set(row.extra.bridge_id ?? '', together.add(row.linkedid));
      if (row.type === 'HANGUP' && isLocal(row))
        localsGone.set(row.linkedid, [...(localsGone.get(row.linkedid) ?? []), row.at]);
      const told = follow(row, seen);
      // Calls that a bridge has in common share its doubt.
      if (told === 'hole') for (const linkedid of [row.linkedid, ...together]) found.add(linkedid);
      else if (told === 'changed') changed.push(row);
    },
    holes() {
      // A Local channel between two others is taken out of their way, and they move together.
      const optimised = (row: CelRow) =>
        isLocal(row) && (localsGone.get(row.linkedid) ?? []).some((at) => Math.abs(at - row.at) <= OPTIMISED_MS);
      const unexplained = changed.filter(
        (row) => !explained.has(row.linkedid) && !explained.has(row.uniqueid) && !optimised(row),
      );
      return new Set([...found, ...unexplained.map(({ linkedid }) => linkedid)]);
    },
  };
}

function follow(row: CelRow, seen: Seen): 'hole' | 'changed' | null {
  const bridge = row.extra.bridge_id ?? '';
  switch (row.type) {
    case 'APP_START': {
      const { app } = seen;
      seen.app = placeOf(row);
      return app === null ? null : 'hole';
    }
    case 'APP_END': {
      const { app } = seen;
      seen.app = null;
      return app === null ? 'hole' : app === placeOf(row) || leftByKey(row) ? null : 'changed';
    }
    case 'BRIDGE_ENTER': {
      const moved = seen.moved && isLocal(row);
      seen.bridges.add(bridge);
      return moved ? 'changed' : null;
    }
    case 'BRIDGE_EXIT':
      seen.moved = true;
      return seen.bridges.delete(bridge) ? null : 'hole';
    case 'HANGUP':
      seen.hungUp = true;
      return seen.app === null ? null : 'hole';
    case 'CHAN_END':
      return seen.hungUp ? null : 'hole';
    default:
      return null;
  }
}

/** A queue that is left with a key goes on at that key, in a context of its own, before it is over. */
function leftByKey({ app, exten }: CelRow): boolean {
  return /^queue$/i.test(app) && /^[0-9*#]$/.test(exten);
}

function isLocal({ channel }: CelRow): boolean {
  return channel.startsWith('Local/');
}

function placeOf({ context, exten }: CelRow): string {
  return `${context}/${exten}`;
}

/** A verdict with a row missing is not sworn to: a miss has no reason, and whoever was left alone is owed a call. */
export function inDoubt(record: CallRecord): CallRecord {
  const warnings = [...record.warnings, 'rows_missing'];
  if (record.outcome === 'talked' && !(record.direction === 'inbound' && leftAlone(record)))
    return { ...record, warnings };
  const outcome = record.direction === 'inbound' && record.outcome !== 'unknown' ? 'missed' : 'unknown';
  return { ...record, outcome, reason: 'ended_unknown', warnings };
}

function leftAlone(record: CallRecord): boolean {
  const { legs, talks } = record;
  const gone = Math.max(
    ...legs.filter(({ role }) => role === 'customer').map(({ endedAt }) => endedAt ?? record.endedAt),
  );
  return gone - Math.max(...talks.map(({ endedAt }) => endedAt)) > ALONE_MS;
}
