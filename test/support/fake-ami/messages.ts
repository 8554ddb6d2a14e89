/** Header lines as Asterisk 22 writes them, for tests that speak as the PBX. */
export type Lines = readonly (readonly [name: string, value: string])[];

/** A message: CR LF, closed by a blank line. */
export function message(lines: Lines): string {
  return `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** An event with its Privilege, as it comes in the live stream. */
export function event(name: string, lines: Lines, privilege = 'call,all'): string {
  return message([['Event', name], ['Privilege', privilege], ...lines]);
}

export interface ChannelLike {
  readonly channel?: string;
  readonly state?: string;
  readonly callerNum?: string;
  readonly callerName?: string;
  readonly connectedNum?: string;
  readonly connectedName?: string;
  readonly accountCode?: string;
  readonly context?: string;
  readonly exten?: string;
  readonly uniqueid?: string;
  readonly linkedid?: string;
  readonly vars?: Readonly<Record<string, string>>;
}

/** A whole channel snapshot; what is not named is a trunk channel with a caller. */
export function channel(like: ChannelLike = {}, prefix = ''): Lines {
  const uniqueid = like.uniqueid ?? '1763758888.1';
  const lines: [string, string][] = [
    ['Channel', like.channel ?? 'PJSIP/trunk-00000001'],
    ['ChannelState', '4'],
    ['ChannelStateDesc', like.state ?? 'Ring'],
    ['CallerIDNum', like.callerNum ?? '+441632960001'],
    ['CallerIDName', like.callerName ?? '<unknown>'],
    ['ConnectedLineNum', like.connectedNum ?? '<unknown>'],
    ['ConnectedLineName', like.connectedName ?? '<unknown>'],
    ['Language', 'en'],
    ['AccountCode', like.accountCode ?? ''],
    ['Context', like.context ?? 'from-trunk'],
    ['Exten', like.exten ?? '441632960100'],
    ['Priority', '1'],
    ['Uniqueid', uniqueid],
    ['Linkedid', like.linkedid ?? uniqueid],
  ];
  for (const [name, value] of Object.entries(like.vars ?? {})) lines.push(['ChanVariable', `${name}=${value}`]);
  return lines.map(([name, value]) => [prefix + name, value] as const);
}

/** A channel event about one channel. */
export function channelEvent(name: string, like: ChannelLike = {}, rest: Lines = []): string {
  return event(name, [...channel(like), ...rest]);
}

/** A Hangup with its cause. */
export function hangup(like: ChannelLike = {}, cause = '16', text = 'Normal Clearing'): string {
  return channelEvent('Hangup', like, [
    ['Cause', cause],
    ['Cause-txt', text],
  ]);
}

export const bridge: Lines = [
  ['BridgeUniqueid', 'c0ffee00-0000-4000-8000-000000000001'],
  ['BridgeType', 'basic'],
  ['BridgeTechnology', 'simple_bridge'],
  ['BridgeCreator', '<unknown>'],
  ['BridgeName', '<unknown>'],
  ['BridgeNumChannels', '1'],
  ['BridgeVideoSourceMode', 'none'],
];
