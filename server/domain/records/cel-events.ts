import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { dialsOf, endOfQueue, isQueue, type OpenApps, openApps, queueName } from './cel-apps.ts';
import type { Channels, Told } from './cel-channels.ts';
import { handOver } from './cel-hand-over.ts';
import { wordsOf } from './user-field.ts';

/**
 * CEL rows as the events the live classifier understands, so that one judgement serves both. What CEL has no row for is
 * read from what it has: who rang whom from the application under way, a caller's own hang-up from the hang-up's source.
 * Rows come in order; `see` is shown each.
 */
export function* celEvents(
  ordered: readonly CelRow[],
  channels: Channels,
  see: (row: CelRow) => void = () => {},
): Generator<AmiEvent> {
  const apps = openApps();
  const recordings = new Set<string>();
  for (const row of ordered) {
    see(row);
    const events: AmiEvent[] = [];
    const told = channels.get(row.uniqueid);
    if (told === undefined) continue;
    announceHangups(row, channels, events);
    told.last = factsOf(row, told);
    translate(row, told, { channels, apps, recordings, events });
    yield* events;
  }
}

interface Desk {
  readonly channels: Channels;
  readonly apps: OpenApps;
  /** Files told already. */
  readonly recordings: Set<string>;
  readonly events: AmiEvent[];
}

function translate(row: CelRow, told: Told, desk: Desk): void {
  const { at } = row;
  const { channels, apps, events } = desk;
  const chan = told.last;
  passOn(row, told, desk);
  switch (row.type) {
    case 'CHAN_START':
      events.push({ event: 'Newchannel', at, chan: { ...chan, state: told.dialled ? 'Down' : 'Ring' } });
      if (told.dialled) events.push(...dialsOf(row, told, channels, apps));
      if (told.isAttempt)
        events.push({
          event: 'VarSet',
          at,
          chan: { ...chan, state: 'Down' },
          variable: 'RB_ATTEMPT',
          value: row.uniqueid,
        });
      if (told.rang) events.push({ event: 'Newstate', at, chan: { ...chan, state: 'Ringing' } });
      return;
    case 'ANSWER':
      told.state = 'Up';
      events.push({ event: 'Newstate', at, chan: { ...chan, state: 'Up' } });
      return;
    case 'APP_START':
      apps.began(row);
      if (isQueue(row)) told.queueAt = at;
      if (isQueue(row) && told.joins(at))
        events.push({ event: 'QueueCallerJoin', at, chan, queue: queueName(row), position: null });
      return;
    case 'APP_END':
      if (isQueue(row)) events.push(...endOfQueue(row, told));
      apps.ended(row);
      return;
    case 'BRIDGE_ENTER':
      told.state = 'Up';
      events.push({
        event: 'BridgeEnter',
        at,
        chan: { ...chan, state: 'Up' },
        bridgeId: row.extra.bridge_id ?? '',
        bridgeType: row.app === 'ConfBridge' ? 'base' : 'basic',
        technology: row.extra.bridge_technology ?? null,
      });
      return;
    case 'BRIDGE_EXIT':
      events.push({ event: 'BridgeLeave', at, chan, bridgeId: row.extra.bridge_id ?? '' });
      return;
    case 'HANGUP':
    case 'CHAN_END':
      hangup(row, told, desk);
      return;
    default:
      handOver(row, chan, channels, events);
  }
}

/** A caller who hangs up is told by the PBX only after all that follows from it: said first, as the live stream does. */
function announceHangups(row: CelRow, channels: Channels, events: AmiEvent[]): void {
  for (const told of channels.leavingAt(row)) {
    events.push({ event: 'HangupRequest', at: row.at, chan: told.last, cause: told.cause });
  }
}

function hangup(row: CelRow, told: Told, { channels, events }: Desk): void {
  if (told.gone) return;
  told.gone = true;
  const { at } = row;
  const chan = told.last;
  const set = (variable: string, value: string) => events.push({ event: 'VarSet', at, chan, variable, value });
  if (row.extra.dialstatus) set('DIALSTATUS', row.extra.dialstatus);
  if (told.leftMessage) set('VMSTATUS', 'SUCCESS');
  if (rangOut(told, at, channels))
    events.push({ event: 'DialEnd', at, chan: null, dest: chan, dialStatus: 'NOANSWER', forward: null });
  events.push({ event: 'Hangup', at, chan, cause: told.cause, causeText: null, techCause: null });
}

/** Nobody took it: neither did the caller leave, nor did another phone of the same ring answer. */
function rangOut({ dialler, answeredAt }: Told, at: number, channels: Channels): boolean {
  if (dialler === null || answeredAt !== null || callerLeaves(dialler, channels)) return false;
  return !dialler.legs.some((leg) => leg.answeredAt !== null && leg.answeredAt <= at);
}

/** Whoever waits for this dial is leaving: the channel itself or, through Local channels, the one behind it. */
function callerLeaves(dialler: Told, channels: Channels): boolean {
  let waiting: Told | null = dialler;
  for (let hops = 0; waiting !== null && hops < 8; hops += 1) {
    if (waiting.leaving) return true;
    waiting = channels.otherEnd(waiting)?.dialler ?? null;
  }
  return false;
}

/** What the dialplan passes on in the user field, each word once. */
function passOn({ at, userField }: CelRow, told: Told, { recordings, events }: Desk): void {
  if (userField === '' || userField === told.userField) return;
  told.userField = userField;
  const chan = told.last;
  const { presentation, did, recording, closed, queueStatus, leg, request, result } = wordsOf(userField);
  const set = (variable: string, value: string) => events.push({ event: 'VarSet', at, chan, variable, value });
  if (presentation !== '') events.push({ event: 'NewCallerid', at, chan, presentation });
  if (did !== '') set('DID', did);
  if (leg !== '') set('RB_LEG', leg);
  if (closed !== '') set('RB_CLOSED', closed);
  if (queueStatus !== '') set('QUEUESTATUS', queueStatus);
  if (request !== '') set('RB_REQUEST', request);
  if (result !== '') set('RB_RESULT', result);
  // A transfer gives the words of one channel to another; the recording is still the first one's.
  if (recording === '' || recordings.has(recording)) return;
  recordings.add(recording);
  set('RECFILE', recording);
  events.push({ event: 'MixMonitorStart', at, chan });
}

function factsOf(row: CelRow, told: Told): ChannelFacts {
  // A number with line breaks in it is a lie: the events of such a channel are set aside, and so is the number here.
  const blank = (text: string) => (text === '' || text === '<unknown>' || /\p{Cc}/u.test(text) ? null : text);
  return {
    channel: row.channel,
    uniqueid: row.uniqueid,
    linkedid: row.linkedid === '' ? row.uniqueid : row.linkedid,
    state: told.state,
    callerNum: blank(row.cidNum),
    callerName: blank(row.cidName),
    connectedNum: null,
    connectedName: null,
    accountCode: null,
    context: blank(row.context),
    // An originated phone stands in `s` until it is answered: nothing was dialled yet.
    exten: told.dialled && row.exten === 's' ? null : blank(row.exten),
    vars: {},
  };
}
