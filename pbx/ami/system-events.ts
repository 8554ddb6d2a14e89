import { channelIn, type EventKinds, kind, maybeChannelIn } from './event-kind.ts';
import { snapshotNames, snapshotPrefixes } from './header-names.ts';
import { textOf, wholeOf } from './values.ts';

/**
 * A dialplan may name a field of its UserEvent `DestAccountCode` (seen). An identity it may not: that is how the rest of
 * a true event behind a forged one shows.
 */
const userNames = snapshotPrefixes
  .filter((prefix) => prefix !== '')
  .flatMap((prefix) => snapshotNames.map((name) => prefix + name))
  .filter((name) => !name.endsWith('id'));
const unsafe: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The PBX itself, its devices, and what the dialplan says. */
export const systemEvents: EventKinds = {
  OriginateResponse: kind(
    {
      channels: [],
      needs: ['Response'],
      only: [
        'ActionID',
        'Response',
        'Channel',
        'Context',
        'Exten',
        'Application',
        'Data',
        'Reason',
        'Uniqueid',
        'CallerIDNum',
        'CallerIDName',
      ],
    },
    (message, at) => ({
      event: 'OriginateResponse',
      at,
      actionId: textOf(message.field('ActionID')),
      response: message.field('Response') ?? '',
      channel: textOf(message.field('Channel')),
      uniqueid: textOf(message.field('Uniqueid')),
      reason: wholeOf(message.field('Reason')),
    }),
  ),
  DeviceStateChange: kind({ channels: [], needs: ['Device', 'State'], only: ['Device', 'State'] }, (message, at) => ({
    event: 'DeviceStateChange',
    at,
    device: message.field('Device') ?? '',
    state: message.field('State') ?? '',
  })),
  ContactStatus: kind(
    {
      channels: [],
      needs: ['AOR', 'ContactStatus'],
      only: [
        'URI',
        'ContactStatus',
        'AOR',
        'EndpointName',
        'RoundtripUsec',
        'UserAgent',
        'RegExpire',
        'ViaAddress',
        'CallID',
      ],
    },
    (message, at) => ({
      event: 'ContactStatus',
      at,
      aor: message.field('AOR') ?? '',
      endpoint: textOf(message.field('EndpointName')),
      status: message.field('ContactStatus') ?? '',
    }),
  ),
  VarSet: kind({ channels: [''], needs: ['Variable', 'Value'] }, (message, at) => ({
    event: 'VarSet',
    at,
    chan: channelIn(message, ''),
    variable: (message.field('Variable') ?? '').replace(/^_{1,2}/, ''),
    value: textOf(message.field('Value')) ?? '',
  })),
  UserEvent: kind({ channels: [], maybe: [''], needs: ['UserEvent'], own: userNames }, (message, at) => {
    const fields: Record<string, string> = Object.create(null);
    for (const [name, value] of message.headers()) {
      if (!unsafe.has(name) && name !== 'UserEvent' && name !== 'Privilege') fields[name] = textOf(value) ?? '';
    }
    return {
      event: 'UserEvent',
      at,
      userEvent: message.field('UserEvent') ?? '',
      chan: maybeChannelIn(message, ''),
      fields,
    };
  }),
  FullyBooted: kind({ channels: [], only: ['Status', 'Uptime', 'LastReload'] }, (message, at) => ({
    event: 'FullyBooted',
    at,
    uptimeS: wholeOf(message.field('Uptime')),
  })),
  Shutdown: kind({ channels: [], only: ['Shutdown', 'Restart'] }, (_message, at) => ({ event: 'Shutdown', at })),
  Reload: kind({ channels: [], only: ['Module', 'Status'] }, (_message, at) => ({ event: 'Reload', at })),
};
