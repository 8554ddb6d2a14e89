import type { AmiEvent, ChannelFacts } from './ami-event.ts';
import { channelIn, type EventKind, type EventKinds, kind, maybeChannelIn } from './event-kind.ts';
import type { Told } from './message.ts';
import { textOf, wholeOf } from './values.ts';

/** An event about one channel that carries nothing else we use. */
function onChannel(build: (chan: ChannelFacts, at: number, message: Told) => AmiEvent): EventKind {
  return kind({ channels: [''] }, (message, at) => build(channelIn(message, ''), at, message));
}

/** Originate and some feature-code transfers dial without a dialling channel (seen on 13 and 22). */
function onDial(needs: readonly string[], build: EventKind['build']): EventKind {
  return kind({ channels: ['Dest'], maybe: [''], needs }, build);
}

/** Channels being born, changing, dialling and dying. */
export const channelEvents: EventKinds = {
  Newchannel: onChannel((chan, at) => ({ event: 'Newchannel', at, chan })),
  Newstate: onChannel((chan, at) => ({ event: 'Newstate', at, chan })),
  NewCallerid: onChannel((chan, at, message) => ({
    event: 'NewCallerid',
    at,
    chan,
    presentation: textOf(message.field('CID-CallingPres')),
  })),
  NewConnectedLine: onChannel((chan, at) => ({ event: 'NewConnectedLine', at, chan })),
  HangupRequest: onChannel((chan, at, message) => ({
    event: 'HangupRequest',
    at,
    chan,
    cause: wholeOf(message.field('Cause')),
  })),
  Hangup: onChannel((chan, at, message) => ({
    event: 'Hangup',
    at,
    chan,
    cause: wholeOf(message.field('Cause')),
    causeText: textOf(message.field('Cause-txt')),
    techCause: textOf(message.field('TechCause')),
  })),
  Hold: onChannel((chan, at) => ({ event: 'Hold', at, chan })),
  Unhold: onChannel((chan, at) => ({ event: 'Unhold', at, chan })),
  MixMonitorStart: onChannel((chan, at) => ({ event: 'MixMonitorStart', at, chan })),
  MixMonitorStop: onChannel((chan, at) => ({ event: 'MixMonitorStop', at, chan })),
  MixMonitorMute: kind({ channels: [''], needs: ['Direction', 'State'] }, (message, at) => ({
    event: 'MixMonitorMute',
    at,
    chan: channelIn(message, ''),
    direction: message.field('Direction') ?? '',
    muted: message.field('State') === '1',
  })),
  DialBegin: onDial([], (message, at) => ({
    event: 'DialBegin',
    at,
    chan: maybeChannelIn(message, ''),
    dest: channelIn(message, 'Dest'),
    dialString: textOf(message.field('DialString')),
  })),
  DialState: onDial(['DialStatus'], (message, at) => ({
    event: 'DialState',
    at,
    chan: maybeChannelIn(message, ''),
    dest: channelIn(message, 'Dest'),
    dialStatus: message.field('DialStatus') ?? '',
  })),
  DialEnd: onDial(['DialStatus'], (message, at) => ({
    event: 'DialEnd',
    at,
    chan: maybeChannelIn(message, ''),
    dest: channelIn(message, 'Dest'),
    dialStatus: message.field('DialStatus') ?? '',
    forward: textOf(message.field('Forward')),
  })),
};
