import type { Header } from '../ami/frame.ts';

export const channelStates = { Down: 0, Ring: 4, Ringing: 5, Up: 6 } as const;
export type ChannelState = keyof typeof channelStates;

/** manager.conf's `channelvars`, as we ship them: each channel event carries these, empty or not. */
export const channelVars = [
  'DID',
  'RECFILE',
  'QUEUESTATUS',
  'DIALSTATUS',
  'VMSTATUS',
  'CALLERID(pres)',
  'RB_ATTEMPT',
  'RB_RESULT',
] as const;

/** One endpoint on the exchange. `device` is its name without the serial number. */
export interface Channel {
  readonly uniqueid: string;
  readonly linkedid: string;
  readonly name: string;
  readonly device: string;
  state: ChannelState;
  callerNum: string | null;
  callerName: string | null;
  connectedNum: string | null;
  connectedName: string | null;
  context: string;
  exten: string;
  priority: number;
  application: string;
  applicationData: string;
  readonly vars: Map<string, string>;
  readonly createdAt: number;
  upAt: number | null;
  bridge: Bridge | null;
  gone: boolean;
  /** It keeps the other side on hold. */
  held: boolean;
}

/** Where channels talk. */
export interface Bridge {
  readonly id: string;
  readonly channels: Channel[];
}

/** Asterisk shows what it does not know as `<unknown>`. */
export function shown(value: string | null): string {
  return value === null || value === '' ? '<unknown>' : value;
}

/** The snapshot every channel event carries, in Asterisk's order; `prefix` is `Dest`, `Transferer` … for second channels. */
export function snapshot(channel: Channel, prefix = ''): Header[] {
  return [
    [`${prefix}Channel`, channel.name],
    [`${prefix}ChannelState`, channelStates[channel.state]],
    [`${prefix}ChannelStateDesc`, channel.state],
    [`${prefix}CallerIDNum`, shown(channel.callerNum)],
    [`${prefix}CallerIDName`, shown(channel.callerName)],
    [`${prefix}ConnectedLineNum`, shown(channel.connectedNum)],
    [`${prefix}ConnectedLineName`, shown(channel.connectedName)],
    [`${prefix}Language`, 'en'],
    [`${prefix}AccountCode`, ''],
    [`${prefix}Context`, channel.context],
    [`${prefix}Exten`, channel.exten],
    [`${prefix}Priority`, channel.priority],
    [`${prefix}Uniqueid`, channel.uniqueid],
    [`${prefix}Linkedid`, channel.linkedid],
    ...channelVars.map((name): Header => [`${prefix}ChanVariable`, `${name}=${channel.vars.get(name) ?? ''}`]),
  ];
}

/** The snapshot of a bridge, as bridge events and BridgeList carry it. */
export function bridgeSnapshot(bridge: Bridge): Header[] {
  return [
    ['BridgeUniqueid', bridge.id],
    ['BridgeType', 'basic'],
    ['BridgeTechnology', 'simple_bridge'],
    ['BridgeCreator', '<unknown>'],
    ['BridgeName', '<unknown>'],
    ['BridgeNumChannels', bridge.channels.length],
    ['BridgeVideoSourceMode', 'none'],
  ];
}

const causeTexts: Readonly<Record<number, string>> = {
  0: 'Unknown',
  3: 'No route to destination',
  16: 'Normal Clearing',
  17: 'User busy',
  19: 'User alerting, no answer',
  21: 'Call Rejected',
  26: 'Answered elsewhere',
  28: 'Invalid number format',
  127: 'Interworking, unspecified',
};

/** Asterisk's words for a hang-up cause. */
export function causeText(cause: number): string {
  return causeTexts[cause] ?? 'Unknown';
}
