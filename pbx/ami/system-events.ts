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
    ({ fields }, at) => ({
      event: 'OriginateResponse',
      at,
      actionId: textOf(fields.get('ActionID')),
      response: fields.get('Response') ?? '',
      channel: textOf(fields.get('Channel')),
      uniqueid: textOf(fields.get('Uniqueid')),
      reason: wholeOf(fields.get('Reason')),
    }),
  ),
  DeviceStateChange: kind(
    { channels: [], needs: ['Device', 'State'], only: ['Device', 'State'] },
    ({ fields }, at) => ({
      event: 'DeviceStateChange',
      at,
      device: fields.get('Device') ?? '',
      state: fields.get('State') ?? '',
    }),
  ),
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
    ({ fields }, at) => ({
      event: 'ContactStatus',
      at,
      aor: fields.get('AOR') ?? '',
      endpoint: textOf(fields.get('EndpointName')),
      status: fields.get('ContactStatus') ?? '',
    }),
  ),
  VarSet: kind({ channels: [''], needs: ['Variable', 'Value'] }, (message, at) => ({
    event: 'VarSet',
    at,
    chan: channelIn(message, ''),
    variable: (message.fields.get('Variable') ?? '').replace(/^_{1,2}/, ''),
    value: textOf(message.fields.get('Value')) ?? '',
  })),
  UserEvent: kind({ channels: [], maybe: [''], needs: ['UserEvent'], own: userNames }, (message, at) => {
    const fields: Record<string, string> = Object.create(null);
    for (const [name, value] of message.fields) {
      if (!unsafe.has(name) && name !== 'UserEvent' && name !== 'Privilege') fields[name] = textOf(value) ?? '';
    }
    return {
      event: 'UserEvent',
      at,
      userEvent: message.fields.get('UserEvent') ?? '',
      chan: maybeChannelIn(message, ''),
      fields,
    };
  }),
  FullyBooted: kind({ channels: [], only: ['Status', 'Uptime', 'LastReload'] }, ({ fields }, at) => ({
    event: 'FullyBooted',
    at,
    uptimeS: wholeOf(fields.get('Uptime')),
  })),
  Shutdown: kind({ channels: [], only: ['Shutdown', 'Restart'] }, (_message, at) => ({ event: 'Shutdown', at })),
  Reload: kind({ channels: [], only: ['Module', 'Status'] }, (_message, at) => ({ event: 'Reload', at })),
};
