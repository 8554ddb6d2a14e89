/**
 * What the event session hands on: one typed value per AMI event we act on. Names are Asterisk's own
 * (https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/), fields are camelCase.
 * Every `at` is epoch milliseconds: Asterisk's own `Timestamp` when `timestampevents = yes`, else stamped once on arrival.
 * Placeholders (`<unknown>`, `<none>`, empty) are null here. Text is untrusted: callers choose their own names.
 */

/** The channel snapshot that channel events carry. `vars` holds `ChanVariable` (manager.conf `channelvars`), names upper-cased. */
export interface ChannelFacts {
  readonly channel: string;
  readonly uniqueid: string;
  readonly linkedid: string;
  /** ChannelStateDesc: Down, Ring, Ringing, Up, Busy … */
  readonly state: string;
  readonly callerNum: string | null;
  readonly callerName: string | null;
  readonly connectedNum: string | null;
  readonly connectedName: string | null;
  readonly accountCode: string | null;
  readonly context: string | null;
  readonly exten: string | null;
  readonly vars: Readonly<Record<string, string>>;
}

interface At {
  readonly at: number;
}
interface OnChannel extends At {
  readonly chan: ChannelFacts;
}
/** The dialled side; `chan` (the dialling side) is null for Originate and for some feature-code transfers. */
interface OnDial extends At {
  readonly chan: ChannelFacts | null;
  readonly dest: ChannelFacts;
}
/** Like `OnDial`, told after the fact: either side may be gone by then and is null (seen on 22.10). */
interface AfterDial extends At {
  readonly chan: ChannelFacts | null;
  readonly dest: ChannelFacts | null;
}
interface InQueue extends OnChannel {
  readonly queue: string;
}
interface OfMember extends At {
  readonly queue: string;
  readonly interface: string;
  readonly memberName: string | null;
}

export type Newchannel = OnChannel & { readonly event: 'Newchannel' };
export type Newstate = OnChannel & { readonly event: 'Newstate' };
export type NewCallerid = OnChannel & { readonly event: 'NewCallerid'; readonly presentation: string | null };
export type NewConnectedLine = OnChannel & { readonly event: 'NewConnectedLine' };
export type HangupRequest = OnChannel & { readonly event: 'HangupRequest'; readonly cause: number | null };
export type Hangup = OnChannel & {
  readonly event: 'Hangup';
  readonly cause: number | null;
  readonly causeText: string | null;
  readonly techCause: string | null;
};
export type DialBegin = OnDial & { readonly event: 'DialBegin'; readonly dialString: string | null };
export type DialState = OnDial & { readonly event: 'DialState'; readonly dialStatus: string };
export type DialEnd = OnDial & {
  readonly event: 'DialEnd';
  readonly dialStatus: string;
  readonly forward: string | null;
};
export type BridgeCreate = At & {
  readonly event: 'BridgeCreate';
  readonly bridgeId: string;
  readonly bridgeType: string;
};
export type BridgeEnter = OnChannel & {
  readonly event: 'BridgeEnter';
  readonly bridgeId: string;
  /** BridgeType: `basic` for Dial and Queue; `holding` for parking; `base` for ConfBridge … */
  readonly bridgeType: string;
  readonly technology: string | null;
  /** How many are in it now, the PBX's own announcers included; absent where a source does not tell. */
  readonly members?: number;
};
export type BridgeLeave = OnChannel & {
  readonly event: 'BridgeLeave';
  readonly bridgeId: string;
  readonly members?: number;
};
export type BridgeMerge = At & {
  readonly event: 'BridgeMerge';
  readonly fromBridgeId: string;
  readonly toBridgeId: string;
};
export type BridgeDestroy = At & { readonly event: 'BridgeDestroy'; readonly bridgeId: string };
export type Hold = OnChannel & { readonly event: 'Hold' };
export type Unhold = OnChannel & { readonly event: 'Unhold' };
export type MixMonitorStart = OnChannel & { readonly event: 'MixMonitorStart' };
export type MixMonitorStop = OnChannel & { readonly event: 'MixMonitorStop' };
/** Silence is written into the recordings of this channel from now on, or no longer. */
export type MixMonitorMute = OnChannel & {
  readonly event: 'MixMonitorMute';
  readonly direction: string;
  readonly muted: boolean;
};
export type LocalBridge = At & {
  readonly event: 'LocalBridge';
  readonly one: ChannelFacts;
  readonly two: ChannelFacts;
};
/** `Success` replaces the Local pair: `source` now stands where the Local channels stood. */
export type LocalOptimizationEnd = At & {
  readonly event: 'LocalOptimizationEnd';
  readonly one: ChannelFacts;
  readonly two: ChannelFacts;
};
export type BlindTransfer = At & {
  readonly event: 'BlindTransfer';
  readonly result: string;
  readonly transferer: ChannelFacts;
  readonly transferee: ChannelFacts | null;
  readonly context: string | null;
  readonly exten: string | null;
};
export type AttendedTransfer = At & {
  readonly event: 'AttendedTransfer';
  readonly result: string;
  readonly origTransferer: ChannelFacts;
  readonly secondTransferer: ChannelFacts;
  readonly transferee: ChannelFacts | null;
  readonly target: ChannelFacts | null;
  readonly destType: string;
  readonly destBridgeId: string | null;
};
export type Pickup = OnChannel & { readonly event: 'Pickup'; readonly target: ChannelFacts };
export type ParkedCall = At & {
  readonly event: 'ParkedCall';
  readonly parkee: ChannelFacts;
  readonly space: string | null;
};
export type UnParkedCall = At & {
  readonly event: 'UnParkedCall';
  readonly parkee: ChannelFacts;
  readonly retriever: ChannelFacts | null;
};
export type ParkedCallGiveUp = At & { readonly event: 'ParkedCallGiveUp'; readonly parkee: ChannelFacts };
export type ParkedCallTimeOut = At & { readonly event: 'ParkedCallTimeOut'; readonly parkee: ChannelFacts };
export type QueueCallerJoin = InQueue & { readonly event: 'QueueCallerJoin'; readonly position: number | null };
export type QueueCallerLeave = InQueue & { readonly event: 'QueueCallerLeave'; readonly position: number | null };
/** Sent for hang-up, timeout, emptied queue and withdrawal alike (seen on 13 and 22): explains, never decides. */
export type QueueCallerAbandon = InQueue & { readonly event: 'QueueCallerAbandon'; readonly holdMs: number | null };
export type AgentCalled = OnDial & OfMember & { readonly event: 'AgentCalled' };
export type AgentConnect = OnDial & OfMember & { readonly event: 'AgentConnect'; readonly holdMs: number | null };
export type AgentComplete = AfterDial & OfMember & { readonly event: 'AgentComplete'; readonly reason: string | null };
/** RingTime is milliseconds here, seconds in AgentConnect (Asterisk 22). */
export type AgentRingNoAnswer = AfterDial &
  OfMember & { readonly event: 'AgentRingNoAnswer'; readonly ringMs: number | null };
export type QueueMemberStatus = OfMember & {
  readonly event: 'QueueMemberStatus' | 'QueueMemberPause' | 'QueueMemberAdded' | 'QueueMemberRemoved';
  /** The phone whose state counts; null when it is the interface itself. */
  readonly stateInterface: string | null;
  /** Added while the PBX ran; the others stand in its configuration. */
  readonly dynamic: boolean;
  readonly paused: boolean;
  readonly pausedReason: string | null;
  /** Device state number of app_queue: 1 not in use, 2 in use, 3 busy, 5 unavailable, 6 ringing … */
  readonly status: number | null;
};
export type OriginateResponse = At & {
  readonly event: 'OriginateResponse';
  readonly actionId: string | null;
  readonly response: string;
  readonly channel: string | null;
  readonly uniqueid: string | null;
  /** 0 failure or busy, 3 no answer, 4 answered, 5 busy, 8 congestion (main/manager.c). A hint only. */
  readonly reason: number | null;
};
export type DeviceStateChange = At & {
  readonly event: 'DeviceStateChange';
  readonly device: string;
  readonly state: string;
};
export type ContactStatus = At & {
  readonly event: 'ContactStatus';
  readonly aor: string;
  readonly endpoint: string | null;
  /** Created, Removed, Reachable, Unreachable, Updated, NonQualified … */
  readonly status: string;
};
/** Only the variables we act on are passed on: MIXMONITOR_FILENAME, QUEUESTATUS, DIALSTATUS, RB_* and the site's own. */
export type VarSet = OnChannel & { readonly event: 'VarSet'; readonly variable: string; readonly value: string };
export type UserEvent = At & {
  readonly event: 'UserEvent';
  readonly userEvent: string;
  readonly chan: ChannelFacts | null;
  readonly fields: Readonly<Record<string, string>>;
};
export type FullyBooted = At & { readonly event: 'FullyBooted'; readonly uptimeS: number | null };
export type Shutdown = At & { readonly event: 'Shutdown' };
export type Reload = At & { readonly event: 'Reload' };

export type AmiEvent =
  | Newchannel
  | Newstate
  | NewCallerid
  | NewConnectedLine
  | HangupRequest
  | Hangup
  | DialBegin
  | DialState
  | DialEnd
  | BridgeCreate
  | BridgeEnter
  | BridgeLeave
  | BridgeMerge
  | BridgeDestroy
  | Hold
  | Unhold
  | MixMonitorStart
  | MixMonitorStop
  | MixMonitorMute
  | LocalBridge
  | LocalOptimizationEnd
  | BlindTransfer
  | AttendedTransfer
  | Pickup
  | ParkedCall
  | UnParkedCall
  | ParkedCallGiveUp
  | ParkedCallTimeOut
  | QueueCallerJoin
  | QueueCallerLeave
  | QueueCallerAbandon
  | AgentCalled
  | AgentConnect
  | AgentComplete
  | AgentRingNoAnswer
  | QueueMemberStatus
  | OriginateResponse
  | DeviceStateChange
  | ContactStatus
  | VarSet
  | UserEvent
  | FullyBooted
  | Shutdown
  | Reload;
