import type { AmiEvent, ChannelFacts } from './ami-event.ts';
import { channelIn, type EventKind, type EventKinds, kind, maybeChannelIn } from './event-kind.ts';
import type { Message } from './message.ts';
import { textOf, wholeOf } from './values.ts';

/** An event about one channel that carries nothing else we use. */
function onChannel(build: (base: { at: number; chan: ChannelFacts }, message: Message) => AmiEvent): EventKind {
  return kind({ channels: [''] }, (message, at) => build({ at, chan: channelIn(message, '') }, message));
}

/** Originate and some feature-code transfers dial without a dialling channel (seen on 13 and 22). */
function onDial(
  needs: readonly string[],
  build: (base: { at: number; chan: ChannelFacts | null; dest: ChannelFacts }, message: Message) => AmiEvent,
): EventKind {
  return kind({ channels: ['Dest'], maybe: [''], needs }, (message, at) =>
    build({ at, chan: maybeChannelIn(message, ''), dest: channelIn(message, 'Dest') }, message),
  );
}

/** Channels being born, changing, dialling and dying. */
export const channelEvents: EventKinds = {
  Newchannel: onChannel((base) => ({ event: 'Newchannel', ...base })),
  Newstate: onChannel((base) => ({ event: 'Newstate', ...base })),
  NewCallerid: onChannel((base, message) => ({
    event: 'NewCallerid',
    ...base,
    presentation: textOf(message.field('CID-CallingPres')),
  })),
  NewConnectedLine: onChannel((base) => ({ event: 'NewConnectedLine', ...base })),
  HangupRequest: onChannel((base, message) => ({
    event: 'HangupRequest',
    ...base,
    cause: wholeOf(message.field('Cause')),
  })),
  Hangup: onChannel((base, message) => ({
    event: 'Hangup',
    ...base,
    cause: wholeOf(message.field('Cause')),
    causeText: textOf(message.field('Cause-txt')),
    techCause: textOf(message.field('TechCause')),
  })),
  Hold: onChannel((base) => ({ event: 'Hold', ...base })),
  Unhold: onChannel((base) => ({ event: 'Unhold', ...base })),
  MixMonitorStart: onChannel((base) => ({ event: 'MixMonitorStart', ...base })),
  MixMonitorStop: onChannel((base) => ({ event: 'MixMonitorStop', ...base })),
  DialBegin: onDial([], (base, message) => ({
    event: 'DialBegin',
    ...base,
    dialString: textOf(message.field('DialString')),
  })),
  DialState: onDial(['DialStatus'], (base, message) => ({
    event: 'DialState',
    ...base,
    dialStatus: message.field('DialStatus') ?? '',
  })),
  DialEnd: onDial(['DialStatus'], (base, message) => ({
    event: 'DialEnd',
    ...base,
    dialStatus: message.field('DialStatus') ?? '',
    forward: textOf(message.field('Forward')),
  })),
};
