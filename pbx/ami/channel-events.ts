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
  NewCallerid: onChannel((base, { fields }) => ({
    event: 'NewCallerid',
    ...base,
    presentation: textOf(fields.get('CID-CallingPres')),
  })),
  NewConnectedLine: onChannel((base) => ({ event: 'NewConnectedLine', ...base })),
  HangupRequest: onChannel((base, { fields }) => ({
    event: 'HangupRequest',
    ...base,
    cause: wholeOf(fields.get('Cause')),
  })),
  Hangup: onChannel((base, { fields }) => ({
    event: 'Hangup',
    ...base,
    cause: wholeOf(fields.get('Cause')),
    causeText: textOf(fields.get('Cause-txt')),
    techCause: textOf(fields.get('TechCause')),
  })),
  Hold: onChannel((base) => ({ event: 'Hold', ...base })),
  Unhold: onChannel((base) => ({ event: 'Unhold', ...base })),
  MixMonitorStart: onChannel((base) => ({ event: 'MixMonitorStart', ...base })),
  MixMonitorStop: onChannel((base) => ({ event: 'MixMonitorStop', ...base })),
  DialBegin: onDial([], (base, { fields }) => ({
    event: 'DialBegin',
    ...base,
    dialString: textOf(fields.get('DialString')),
  })),
  DialState: onDial(['DialStatus'], (base, { fields }) => ({
    event: 'DialState',
    ...base,
    dialStatus: fields.get('DialStatus') ?? '',
  })),
  DialEnd: onDial(['DialStatus'], (base, { fields }) => ({
    event: 'DialEnd',
    ...base,
    dialStatus: fields.get('DialStatus') ?? '',
    forward: textOf(fields.get('Forward')),
  })),
};
