import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import { olderId } from '../call/call-state.ts';
import { pieceFor } from './cel-apps.ts';
import { wordsOf } from './user-field.ts';

/** The least length of a message; CDR counts whole seconds. */
const MESSAGE_MS = 2_000;

/** Within one second: who goes, goes before the next come. */
const phases = ['leave', 'begin', 'dial', 'join', 'gone', 'over'] as const;
type Phase = (typeof phases)[number];

/** The rows of one call as the events of its channels. Whoever shared a row as answered shared a bridge. */
export function cdrEvents(rows: readonly CdrRow[]): AmiEvent[] {
  const root = rootOf(rows);
  const told: { phase: Phase; event: AmiEvent }[] = [];
  const say = (phase: Phase, event: AmiEvent) => void told.push({ phase, event });
  const endedAt = Math.max(...rows.map((row) => row.endedAt));
  const cast = castOf(rows, root);
  for (const { chan, from, to, cause } of cast.values()) {
    const last = chan.uniqueid === root.linkedid;
    say('begin', { event: 'Newchannel', at: from, chan });
    say(last ? 'over' : 'gone', {
      event: 'Hangup',
      at: last ? endedAt : to,
      chan,
      cause,
      causeText: null,
      techCause: null,
    });
  }
  const files = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const chan = cast.get(row.channel)?.chan;
    if (chan === undefined) continue;
    for (const event of wordsOn(row, chan, files)) say(event.at === row.endedAt ? 'gone' : 'begin', event);
    const dest = isRing(row) ? cast.get(row.dstChannel)?.chan : undefined;
    if (dest === undefined) continue;
    const at = row.startedAt;
    if (!cameByItself(row.dstChannel, rows))
      say('dial', { event: 'DialBegin', at, chan, dest, dialString: pieceFor(row.appData, row.dstChannel) });
    if (row.disposition !== 'ANSWERED' || row.answeredAt === null || wasTaken(row, rows)) continue;
    const bridge = { bridgeId: `cdr-${root.linkedid}-${index}`, bridgeType: 'basic', technology: null };
    // Less than a second of it may be nothing but two ends changing hands.
    if (row.endedAt <= row.answeredAt) continue;
    for (const one of [dest, chan]) {
      say('join', { event: 'BridgeEnter', at: row.answeredAt, chan: { ...one, state: 'Up' }, ...bridge });
    }
    for (const one of [chan, dest])
      say('leave', { event: 'BridgeLeave', at: row.endedAt, chan: one, bridgeId: bridge.bridgeId });
  }
  return told
    .sort((a, b) => a.event.at - b.event.at || phases.indexOf(a.phase) - phases.indexOf(b.phase))
    .map(({ event }) => event);
}

/** The row that begins the call: of the channel it is named after, else the first. */
export function rootOf(rows: readonly CdrRow[]): CdrRow {
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
function isRing(row: CdrRow): boolean {
  return row.dstChannel !== '' && !wasRung(row);
}

/** Joined by a transfer, a parking or a room: it was not rung. */
function cameByItself(channel: string, rows: readonly CdrRow[]): boolean {
  return !isLocal(channel) && rows.some((row) => row.channel === channel && !wasRung(row));
}

function wasRung({ app }: CdrRow): boolean {
  return /^App(?:Dial2?|Queue)$/i.test(app);
}

/** The phone that rang has a row of its own that says it was not answered: another took the call. */
function wasTaken({ dstChannel }: CdrRow, rows: readonly CdrRow[]): boolean {
  return rows.some((row) => row.channel === dstChannel && row.dstChannel === '' && row.disposition !== 'ANSWERED');
}

interface Player {
  readonly chan: ChannelFacts;
  readonly from: number;
  readonly to: number;
  readonly cause: number | null;
}

/** All channels that the rows name, by name. */
function castOf(rows: readonly CdrRow[], root: CdrRow): ReadonlyMap<string, Player> {
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
    const born = isLocal(row.channel) || wasRung(row) ? root.linkedid : row.uniqueid;
    const chan = facts({
      channel: row.channel,
      uniqueid: row === root || row.channel === root.channel ? root.linkedid : row.uniqueid,
      linkedid: row.channel === root.channel ? root.linkedid : born,
      state: 'Ring',
      callerNum: row.src === '' ? null : row.src,
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

/** What the dialplan, the queue and the mailbox tell in a row. */
function wordsOn(row: CdrRow, chan: ChannelFacts, files: Set<string>): AmiEvent[] {
  const at = row.startedAt;
  const words = wordsOf(row.userField);
  const events: AmiEvent[] = [];
  const set = (when: number, variable: string, value: string) =>
    events.push({ event: 'VarSet', at: when, chan: { ...chan, state: 'Up' }, variable, value });
  const presentation = row.presentation || words.presentation;
  if (presentation !== '') events.push({ event: 'NewCallerid', at, chan, presentation });
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(chan.uniqueid)) set(at, 'RB_ATTEMPT', chan.uniqueid);
  if (words.closed !== '') set(at, 'RB_CLOSED', words.closed);
  if (words.queueStatus !== '') set(row.endedAt, 'QUEUESTATUS', words.queueStatus);
  const file = row.recording || words.recording;
  if (file !== '' && !files.has(file)) {
    files.add(file);
    set(at, 'RECFILE', file);
    events.push({ event: 'MixMonitorStart', at, chan });
  }
  const queue = row.appData.split(',', 1)[0] ?? '';
  if (/^queue$/i.test(row.app)) events.push({ event: 'QueueCallerJoin', at, chan, queue, position: null });
  const messageMs = row.answeredAt === null ? 0 : row.endedAt - row.answeredAt;
  if (/^voicemail$/i.test(row.app) && messageMs >= MESSAGE_MS) set(row.endedAt, 'VMSTATUS', 'SUCCESS');
  return events;
}

function isLocal(channel: string): boolean {
  return channel.startsWith('Local/');
}

function facts(some: Partial<ChannelFacts> & Pick<ChannelFacts, 'channel' | 'uniqueid' | 'linkedid'>): ChannelFacts {
  const none = { callerNum: null, callerName: null, connectedNum: null, connectedName: null, accountCode: null };
  return { ...none, state: 'Down', context: null, exten: null, vars: {}, ...some };
}
