import type { ChannelFacts, QueueMemberStatus } from './ami-event.ts';
import { channelIn, type EventKind, type EventKinds, kind, maybeChannelIn } from './event-kind.ts';
import type { Told } from './message.ts';
import { msOfSeconds, textOf, wholeOf } from './values.ts';

function inQueue(message: Told): { chan: ChannelFacts; queue: string } {
  return { chan: channelIn(message, ''), queue: message.field('Queue') ?? '' };
}

function ofMember(message: Told) {
  return {
    queue: message.field('Queue') ?? '',
    interface: message.field('Interface') ?? '',
    memberName: textOf(message.field('MemberName')),
  };
}

function offered(message: Told) {
  return { chan: maybeChannelIn(message, ''), dest: channelIn(message, 'Dest'), ...ofMember(message) };
}

function afterwards(message: Told) {
  return { chan: maybeChannelIn(message, ''), dest: maybeChannelIn(message, 'Dest'), ...ofMember(message) };
}

const caller = { channels: [''], needs: ['Queue'] } as const;
const offer = { channels: ['Dest'], maybe: [''], needs: ['Queue', 'Interface'] } as const;
// Told when it is over: a phone that hung up first has no snapshot any more (22.10).
const outcome = { channels: [], maybe: ['', 'Dest'], needs: ['Queue', 'Interface'] } as const;

const memberNames = [
  'Queue',
  'MemberName',
  'Interface',
  'StateInterface',
  'Membership',
  'Penalty',
  'CallsTaken',
  'LastCall',
  'LastPause',
  'LoginTime',
  'InCall',
  'Status',
  'Paused',
  'PausedReason',
  'Reason',
  'Ringinuse',
  'RingInUse',
  'Wrapuptime',
  'WrapupTime',
];

function aboutMember(event: QueueMemberStatus['event']): EventKind {
  return kind({ channels: [], needs: ['Queue', 'Interface'], only: memberNames }, (message, at) => ({
    event,
    at,
    queue: message.field('Queue') ?? '',
    interface: message.field('Interface') ?? '',
    memberName: textOf(message.field('MemberName')),
    stateInterface: textOf(message.field('StateInterface')),
    dynamic: message.field('Membership') === 'dynamic',
    paused: message.field('Paused') === '1',
    pausedReason: textOf(message.field('PausedReason')) ?? textOf(message.field('Reason')),
    status: wholeOf(message.field('Status')),
  }));
}

/** app_queue: callers waiting, members being offered calls, members themselves. */
export const queueEvents: EventKinds = {
  QueueCallerJoin: kind(caller, (message, at) => ({
    event: 'QueueCallerJoin',
    at,
    ...inQueue(message),
    position: wholeOf(message.field('Position')),
  })),
  QueueCallerLeave: kind(caller, (message, at) => ({
    event: 'QueueCallerLeave',
    at,
    ...inQueue(message),
    position: wholeOf(message.field('Position')),
  })),
  QueueCallerAbandon: kind(caller, (message, at) => ({
    event: 'QueueCallerAbandon',
    at,
    ...inQueue(message),
    holdMs: msOfSeconds(message.field('HoldTime')),
  })),
  AgentCalled: kind(offer, (message, at) => ({ event: 'AgentCalled', at, ...offered(message) })),
  AgentConnect: kind(offer, (message, at) => ({
    event: 'AgentConnect',
    at,
    ...offered(message),
    holdMs: msOfSeconds(message.field('HoldTime')),
  })),
  AgentComplete: kind(outcome, (message, at) => ({
    event: 'AgentComplete',
    at,
    ...afterwards(message),
    reason: textOf(message.field('Reason')),
  })),
  // Milliseconds here, seconds in AgentConnect (22).
  AgentRingNoAnswer: kind(outcome, (message, at) => ({
    event: 'AgentRingNoAnswer',
    at,
    ...afterwards(message),
    ringMs: wholeOf(message.field('RingTime')),
  })),
  QueueMemberStatus: aboutMember('QueueMemberStatus'),
  QueueMemberPause: aboutMember('QueueMemberPause'),
  QueueMemberAdded: aboutMember('QueueMemberAdded'),
  QueueMemberRemoved: aboutMember('QueueMemberRemoved'),
};
