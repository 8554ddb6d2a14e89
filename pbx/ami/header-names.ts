/** The headers of a channel snapshot in the order Asterisk writes them (manager_channels.c, 12 to 22). */
export const snapshotNames = [
  'Channel',
  'ChannelState',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'ConnectedLineName',
  'Language',
  'AccountCode',
  'Context',
  'Exten',
  'Priority',
  'Uniqueid',
  'Linkedid',
] as const;

/** Where `Language` stands: the only header older versions leave out. */
export const LANGUAGE = 7;

/** What stands before a snapshot's header names when the message has more than one channel. */
export const snapshotPrefixes = [
  '',
  'Dest',
  'LocalOne',
  'LocalTwo',
  'Transferer',
  'Transferee',
  'OrigTransferer',
  'SecondTransferer',
  'TransferTarget',
  'Target',
  'Parkee',
  'Parker',
  'Retriever',
] as const;

export type SnapshotPrefix = (typeof snapshotPrefixes)[number];

/** Headers any event may carry besides its own: debugging, cluster and clock settings of manager.conf and asterisk.conf. */
export const commonNames: ReadonlySet<string> = new Set([
  'Event',
  'Privilege',
  'Timestamp',
  'SequenceNumber',
  'File',
  'Line',
  'Func',
  'SystemName',
]);

/** Every snapshot header of every prefix: none of them may stand alone. */
export const snapshotHeaders: ReadonlySet<string> = new Set(
  snapshotPrefixes.flatMap((prefix) => snapshotNames.map((name) => prefix + name)),
);

/** The headers of a bridge snapshot; BridgeVideoSource only since 13.19. */
export const bridgeNames = [
  'BridgeUniqueid',
  'BridgeType',
  'BridgeTechnology',
  'BridgeCreator',
  'BridgeName',
  'BridgeNumChannels',
  'BridgeVideoSourceMode',
  'BridgeVideoSource',
] as const;

const otherNames = [
  'ActionID',
  'AOR',
  'AppData',
  'Application',
  'Cause',
  'Cause-txt',
  'ChanVariable',
  'CID-CallingPres',
  'Count',
  'ContactStatus',
  'Data',
  'DestBridgeUniqueid',
  'DestChanVariable',
  'DestType',
  'Device',
  'DialStatus',
  'DialString',
  'Direction',
  'EndpointName',
  'Extension',
  'Forward',
  'HoldTime',
  'Interface',
  'IsExternal',
  'MemberName',
  'Message',
  'OriginalPosition',
  'ParkingSpace',
  'Paused',
  'PausedReason',
  'Position',
  'Queue',
  'Reason',
  'Response',
  'Result',
  'RingTime',
  'State',
  'Status',
  'Success',
  'TalkTime',
  'TechCause',
  'Uptime',
  'UserEvent',
  'Value',
  'Variable',
];

/** Header names are case-insensitive on the wire; this gives each its usual spelling. */
export const spelling: ReadonlyMap<string, string> = new Map(
  [...commonNames, ...snapshotHeaders, ...bridgeNames, ...otherNames].map((name) => [name.toLowerCase(), name]),
);
