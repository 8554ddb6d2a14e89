import type { CallbackView } from '../../../schema/contracts/callbacks.ts';
import type { AttemptView } from '../../../schema/contracts/dial.ts';
import type { AgentPresence, LiveCard } from '../../../schema/contracts/live.ts';
import type { CardGone } from '../../../schema/contracts/socket.ts';
import { aPresence as presenceWith } from '../../support/presence.ts';

const at = 1_700_000_000_000;

export const aCard = (more: Partial<LiveCard>): LiveCard => ({
  id: 'main:1',
  seq: 1,
  state: 'ringing',
  direction: 'inbound',
  number: '+442079460142',
  rawNumber: '02079460142',
  callerName: null,
  withheld: false,
  line: null,
  queue: null,
  colleague: null,
  startedAt: at,
  ringingSince: at,
  talkingSince: null,
  endedAt: null,
  ringingOthers: 0,
  mayAccept: false,
  muted: false,
  hold: 'none',
  aside: false,
  consult: null,
  ticks: [],
  recording: 'none',
  recordsAgainAt: null,
  matches: [],
  callback: null,
  attempt: null,
  callId: null,
  ...more,
});

export const gone = (more: Partial<CardGone>): CardGone => ({
  seq: 2,
  id: 'main:1',
  why: 'over',
  by: null,
  callId: null,
  ...more,
});

export const anAttempt = (more: Partial<AttemptView>): AttemptView => ({
  id: 'rb-1',
  number: '+442079460142',
  callbackId: null,
  contactId: null,
  deviceId: 1,
  step: 'agent',
  outcome: null,
  detail: null,
  counted: false,
  callId: null,
  createdAt: at,
  notAfter: at + 120_000,
  endedAt: null,
  dialOrder: 'agent_first',
  ...more,
});

export const aPresence = (): AgentPresence => presenceWith({ user: { id: 1, name: 'Nils Aalto' }, since: at });

export const anItem = (more: Partial<CallbackView>): CallbackView => ({
  id: 1,
  origin: 'missed_call',
  state: 'open',
  needsReason: null,
  number: '+442079460142',
  contact: null,
  contactsBehind: 0,
  line: null,
  misses: 1,
  firstMissAt: at,
  latestMissAt: at,
  missedReason: 'no_answer',
  dueAt: at,
  promisedAt: at,
  owner: null,
  ownerRule: null,
  claimedBy: null,
  leaseUntil: null,
  fence: 0,
  tries: 0,
  lastTry: null,
  priority: 0,
  note: null,
  settledAs: null,
  settledAt: null,
  returnedBy: null,
  returnedCallId: null,
  returnedTalkMs: null,
  closedReason: null,
  closedBy: null,
  escalation: null,
  putOff: null,
  timeZone: null,
  ...more,
});
