import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import { olderId } from '../call/call-state.ts';
import { ours } from './cel-channels.ts';
import { wordsOf } from './user-field.ts';

/** A channel that the rows of a call name. */
export interface Player {
  readonly chan: ChannelFacts;
  readonly from: number;
  readonly to: number;
  readonly cause: number | null;
}

/** All channels that the rows name, by name. */
export function castOf(rows: readonly CdrRow[], root: CdrRow): ReadonlyMap<string, Player> {
  const cast = new Map<string, Player>();
  const did = rows.map((row) => row.did || wordsOf(row.userField).did).find((value) => value !== '') ?? '';
  const meet = (row: CdrRow, chan: ChannelFacts, cause: number | null) => {
    const known = cast.get(chan.channel);
    const own = known?.chan ?? chan;
    const from = Math.min(known?.from ?? row.startedAt, row.startedAt);
    cast.set(chan.channel, {
      chan: own,
      from,
      to: Math.max(known?.to ?? 0, row.endedAt),
      cause: known?.cause ?? cause,
    });
  };
  // Those with a row of their own tell their id; the others are known by name alone.
  for (const row of [root, ...rows.filter((one) => one !== root)]) {
    if (row.channel === '') continue;
    const born = isLocal(row.channel) || wasRung(row) || ours.test(root.linkedid) ? root.linkedid : row.uniqueid;
    const chan = facts({
      channel: row.channel,
      uniqueid: row === root || row.channel === root.channel ? root.linkedid : row.uniqueid,
      linkedid: row.channel === root.channel ? root.linkedid : born,
      state: 'Ring',
      callerNum: row.src === '' || /\p{Cc}/u.test(row.src) ? null : row.src,
      callerName: /^"(.+)" </.exec(row.clid)?.[1] ?? null,
      context: row.context,
      exten: did !== '' && row.channel === root.channel ? did : row.dst,
    });
    meet(row, chan, row.channel === root.channel && rows.some(({ disposition }) => disposition === 'BUSY') ? 17 : 16);
  }
  for (const row of rows) {
    if (!isRing(row)) continue;
    const { linkedid } = cast.get(row.channel)?.chan ?? { linkedid: root.linkedid };
    const cause = row.disposition === 'BUSY' ? 17 : row.disposition === 'ANSWERED' ? 16 : null;
    meet(row, facts({ channel: row.dstChannel, uniqueid: `${root.linkedid}/${row.dstChannel}`, linkedid }), cause);
  }
  return cast;
}

/** The row that begins the call: of the channel it is named after, else the first. */
export function rootOf(rows: readonly CdrRow[]): CdrRow {
  // What we placed is named after the channel we gave the id of our attempt, a Local one when the customer is called first.
  const placed = rows.find((row) => row.uniqueid === row.linkedid && ours.test(row.uniqueid));
  if (placed !== undefined) return placed;
  const named = rows.filter((row) => row.uniqueid === row.linkedid && !isLocal(row.channel));
  const oldest = named.reduce<CdrRow | undefined>(
    (best, row) => (best !== undefined && olderId(best.uniqueid, row.uniqueid) !== false ? best : row),
    undefined,
  );
  const first = oldest ?? rows.find((row) => !isLocal(row.channel)) ?? rows[0];
  if (first === undefined) throw new Error('a call without a row');
  return first;
}

/** A row of the channel that rang, not of the one that was rung. */
export function isRing(row: CdrRow): boolean {
  return row.dstChannel !== '' && !wasRung(row);
}

/** A row of a channel that an application rang. */
export function wasRung({ app }: CdrRow): boolean {
  return /^App(?:Dial2?|Queue)$/i.test(app);
}

/** Half of a Local channel. */
export function isLocal(channel: string): boolean {
  return channel.startsWith('Local/');
}

function facts(some: Partial<ChannelFacts> & Pick<ChannelFacts, 'channel' | 'uniqueid' | 'linkedid'>): ChannelFacts {
  const none = { callerNum: null, callerName: null, connectedNum: null, connectedName: null, accountCode: null };
  return { ...none, state: 'Down', context: null, exten: null, vars: {}, ...some };
}
