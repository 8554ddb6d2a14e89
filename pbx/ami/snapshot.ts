import type { ChannelFacts } from './ami-event.ts';
import type { Headers } from './frame.ts';
import type { ListReply } from './pending-actions.ts';
import { AmiActionError } from './session-types.ts';
import { isIdentity, msOfClock, msOfSeconds, textOf, wholeOf } from './values.ts';

/** A channel that is alive now. `callerNum` … are as in events; `vars` is always empty here. */
export interface SnapshotChannel extends ChannelFacts {
  /** The bridge it sits in, or null. */
  readonly bridgeId: string | null;
  readonly application: string | null;
  readonly durationMs: number | null;
}

export interface SnapshotBridge {
  readonly bridgeId: string;
  readonly bridgeType: string;
}

export interface SnapshotMember {
  readonly queue: string;
  readonly interface: string;
  readonly stateInterface: string | null;
  readonly memberName: string | null;
  /** Added while the PBX ran; the others stand in its configuration. */
  readonly dynamic: boolean;
  readonly paused: boolean;
  readonly pausedReason: string | null;
  readonly status: number | null;
}

export interface SnapshotEntry {
  readonly queue: string;
  readonly channel: string | null;
  readonly uniqueid: string;
  readonly position: number | null;
  readonly callerNum: string | null;
  readonly callerName: string | null;
  readonly waitMs: number | null;
}

/** What the PBX said was going on when it was asked. */
export interface Snapshot {
  readonly at: number;
  /** `2026-11-21 21:01:43` in the PBX's own zone: tells one life of the PBX from the next. Null when denied. */
  readonly bootKey: string | null;
  readonly systemName: string | null;
  readonly channels: readonly SnapshotChannel[];
  readonly bridges: readonly SnapshotBridge[];
  readonly queues: readonly string[];
  readonly members: readonly SnapshotMember[];
  readonly entries: readonly SnapshotEntry[];
  readonly devices: readonly { readonly device: string; readonly state: string }[];
  /** Actions this account has no right to: what they would have told is missing above. */
  readonly denied: readonly string[];
  /** Actions this PBX does not know: the module that answers them is not loaded. */
  readonly unavailable?: readonly string[];
  /** Lists of which entries were cut, forged or lost on the way. */
  readonly incomplete: readonly string[];
}

interface Asks {
  action(name: string, fields?: Readonly<Record<string, string>>): Promise<Headers>;
  list(name: string, fields?: Readonly<Record<string, string>>): Promise<ListReply>;
}

/** Asks everything at once. Live events go on meanwhile; the caller keeps them and folds them in afterwards. */
export async function takeSnapshot(pbx: Asks, now: () => number): Promise<Snapshot> {
  const gaps: Gaps = { denied: [], unavailable: [] };
  const incomplete: string[] = [];
  async function listOf<T>(name: string, read: (event: string, headers: Headers) => T | null): Promise<T[]> {
    const reply = await orGap(name, pbx.list(name), gaps);
    if (!reply) return [];
    const found = reply.items.map((item) => read(item.name, item.headers)).filter((item) => item !== null);
    if (!reply.complete || found.length < reply.items.length) incomplete.push(name);
    return found;
  }
  const [status, settings, channels, bridges, queueItems, devices] = await Promise.all([
    orGap('CoreStatus', pbx.action('CoreStatus'), gaps),
    orGap('CoreSettings', pbx.action('CoreSettings'), gaps),
    listOf('CoreShowChannels', channelOf),
    listOf('BridgeList', bridgeOf),
    listOf('QueueStatus', queueItemOf),
    listOf('DeviceStateList', deviceOf),
  ]);
  const date = first(status, 'CoreStartupDate');
  const time = first(status, 'CoreStartupTime');
  return {
    at: now(),
    bootKey: date && time ? `${date} ${time}` : null,
    systemName: textOf(first(settings, 'SystemName')),
    channels,
    bridges,
    queues: queueItems.flatMap((item) => ('params' in item ? [item.params] : [])),
    members: queueItems.flatMap((item) => ('member' in item ? [item.member] : [])),
    entries: queueItems.flatMap((item) => ('entry' in item ? [item.entry] : [])),
    devices,
    ...gaps,
    incomplete,
  };
}

/** What could not be told, and why. */
interface Gaps {
  readonly denied: string[];
  readonly unavailable: string[];
}

async function orGap<T>(name: string, reply: Promise<T>, gaps: Gaps): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof AmiActionError) || error.code !== 'refused') throw error;
    (/unknown command/i.test(error.message) ? gaps.unavailable : gaps.denied).push(name);
    return null;
  }
}

function first(headers: Headers | null, name: string): string | undefined {
  return headers?.[name.toLowerCase()]?.[0];
}

/** False when a header that must be there once is not: the entry was cut by a caller's line break. */
function once(headers: Headers, names: readonly string[]): boolean {
  return names.every((name) => headers[name]?.length === 1);
}

function channelOf(_event: string, headers: Headers): SnapshotChannel | null {
  if (!once(headers, ['channel', 'channelstatedesc', 'calleridnum', 'uniqueid', 'linkedid'])) return null;
  if (!isIdentity(first(headers, 'Uniqueid') ?? '') || !isIdentity(first(headers, 'Linkedid') ?? '')) return null;
  return {
    channel: first(headers, 'Channel') ?? '',
    uniqueid: first(headers, 'Uniqueid') ?? '',
    linkedid: first(headers, 'Linkedid') ?? '',
    state: first(headers, 'ChannelStateDesc') ?? '',
    callerNum: textOf(first(headers, 'CallerIDNum')),
    callerName: textOf(first(headers, 'CallerIDName')),
    connectedNum: textOf(first(headers, 'ConnectedLineNum')),
    connectedName: textOf(first(headers, 'ConnectedLineName')),
    accountCode: textOf(first(headers, 'AccountCode')),
    context: textOf(first(headers, 'Context')),
    exten: textOf(first(headers, 'Exten')),
    vars: Object.freeze(Object.create(null)),
    bridgeId: textOf(first(headers, 'BridgeId')),
    application: textOf(first(headers, 'Application')),
    durationMs: msOfClock(first(headers, 'Duration')),
  };
}

function bridgeOf(_event: string, headers: Headers): SnapshotBridge | null {
  if (!once(headers, ['bridgeuniqueid', 'bridgetype'])) return null;
  return { bridgeId: first(headers, 'BridgeUniqueid') ?? '', bridgeType: first(headers, 'BridgeType') ?? '' };
}

function deviceOf(_event: string, headers: Headers): { device: string; state: string } | null {
  if (!once(headers, ['device', 'state'])) return null;
  return { device: first(headers, 'Device') ?? '', state: first(headers, 'State') ?? '' };
}

type QueueItem = { params: string } | { member: SnapshotMember } | { entry: SnapshotEntry };

function queueItemOf(event: string, headers: Headers): QueueItem | null {
  if (!once(headers, ['queue'])) return null;
  const queue = first(headers, 'Queue') ?? '';
  if (event === 'QueueParams') return { params: queue };
  if (event === 'QueueMember') {
    const location = first(headers, 'Location') ?? first(headers, 'Interface');
    if (!location) return null;
    return {
      member: {
        queue,
        interface: location,
        stateInterface: textOf(first(headers, 'StateInterface')),
        memberName: textOf(first(headers, 'Name')) ?? textOf(first(headers, 'MemberName')),
        dynamic: first(headers, 'Membership') === 'dynamic',
        paused: first(headers, 'Paused') === '1',
        pausedReason: textOf(first(headers, 'PausedReason')),
        status: wholeOf(first(headers, 'Status')),
      },
    };
  }
  if (event !== 'QueueEntry' || !once(headers, ['uniqueid', 'calleridnum'])) return null;
  return {
    entry: {
      queue,
      channel: textOf(first(headers, 'Channel')),
      uniqueid: first(headers, 'Uniqueid') ?? '',
      position: wholeOf(first(headers, 'Position')),
      callerNum: entryText(headers, 'CallerIDNum'),
      callerName: entryText(headers, 'CallerIDName'),
      waitMs: msOfSeconds(first(headers, 'Wait')),
    },
  };
}

/** app_queue writes a bare `unknown` here where events have `<unknown>` (22). */
function entryText(headers: Headers, name: string): string | null {
  const text = textOf(first(headers, name));
  return text === 'unknown' ? null : text;
}
