import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { dialsOf, endOfQueue, isQueue, type OpenApps, openApps, queueName } from './cel-apps.ts';
import { type Channels, channelsOf, type Told } from './cel-channels.ts';

/**
 * CEL rows as the events the live classifier understands, so that one judgement serves both. What CEL has no row for is
 * read from what it has: who rang whom from the application under way, a caller's own hang-up from the hang-up's source.
 */
export function* celEvents(rows: readonly CelRow[]): Generator<AmiEvent> {
  const ordered = [...rows].sort((a, b) => a.at - b.at);
  const channels = channelsOf(ordered);
  const apps = openApps();
  for (const row of ordered) {
    const events: AmiEvent[] = [];
    const told = channels.get(row.uniqueid);
    if (told === undefined) continue;
    announceHangups(row, channels, events);
    told.last = factsOf(row, told);
    translate(row, told, { channels, apps, events });
    yield* events;
  }
}

interface Desk {
  readonly channels: Channels;
  readonly apps: OpenApps;
  readonly events: AmiEvent[];
}

function translate(row: CelRow, told: Told, { channels, apps, events }: Desk): void {
  const { at } = row;
  const chan = told.last;
  passOn(row, told, events);
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
      hangup(row, told, events);
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

function hangup(row: CelRow, told: Told, events: AmiEvent[]): void {
  if (told.gone) return;
  told.gone = true;
  const { at } = row;
  const chan = told.last;
  const set = (variable: string, value: string) => events.push({ event: 'VarSet', at, chan, variable, value });
  if (row.extra.dialstatus) set('DIALSTATUS', row.extra.dialstatus);
  if (told.leftMessage) set('VMSTATUS', 'SUCCESS');
  if (rangOut(told, at))
    events.push({ event: 'DialEnd', at, chan: null, dest: chan, dialStatus: 'NOANSWER', forward: null });
  events.push({ event: 'Hangup', at, chan, cause: told.cause, causeText: null, techCause: null });
}

/** Nobody took it: neither did the caller leave, nor did another phone of the same ring answer. */
function rangOut({ dialler, answeredAt }: Told, at: number): boolean {
  if (dialler === null || answeredAt !== null || dialler.leaving) return false;
  return !dialler.legs.some((leg) => leg.answeredAt !== null && leg.answeredAt <= at);
}

/** What the dialplan passes on in the user field: presentation of the number, DID, recording. */
function passOn({ at, userField }: CelRow, told: Told, events: AmiEvent[]): void {
  if (userField === '' || userField === told.userField) return;
  told.userField = userField;
  const chan = told.last;
  for (const pair of userField.split(',')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (value === '') continue;
    if (name === 'pres') events.push({ event: 'NewCallerid', at, chan, presentation: value });
    else if (name === 'did') events.push({ event: 'VarSet', at, chan, variable: 'DID', value });
    else if (name === 'rec') {
      events.push({ event: 'VarSet', at, chan, variable: 'RECFILE', value }, { event: 'MixMonitorStart', at, chan });
    } else if (name === 'closed') events.push({ event: 'VarSet', at, chan, variable: 'RB_CLOSED', value });
  }
}

function handOver(row: CelRow, chan: ChannelFacts, channels: Channels, events: AmiEvent[]): void {
  const { at, extra } = row;
  const other = (field: string) => channels.facts(extra[`${field}_channel_uniqueid`] ?? extra[`${field}_uniqueid`]);
  switch (row.type) {
    case 'BLINDTRANSFER':
      events.push({
        event: 'BlindTransfer',
        at,
        result: 'Success',
        transferer: chan,
        transferee: other('transferee'),
        context: extra.context ?? null,
        exten: extra.extension ?? null,
      });
      return;
    case 'ATTENDEDTRANSFER':
      events.push({
        event: 'AttendedTransfer',
        at,
        result: 'Success',
        origTransferer: chan,
        secondTransferer: other('channel2') ?? chan,
        transferee: other('transferee'),
        target: other('transfer_target'),
        destType: extra.bridge2_id === undefined ? 'App' : 'Bridge',
        destBridgeId: extra.bridge2_id ?? null,
      });
      return;
    case 'PICKUP': {
      const taker = other('pickup');
      if (taker !== null) events.push({ event: 'Pickup', at, chan: taker, target: chan });
      return;
    }
    case 'PARK_START':
      events.push({ event: 'ParkedCall', at, parkee: chan, space: null });
      return;
    case 'PARK_END':
      events.push({ event: 'UnParkedCall', at, parkee: chan, retriever: null });
      return;
    default:
  }
}

function factsOf(row: CelRow, told: Told): ChannelFacts {
  const blank = (text: string) => (text === '' || text === '<unknown>' ? null : text);
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
