import { z } from 'zod';
import { callbackOrigin, callbackState } from './callbacks.ts';
import { callDirection, callOutcome } from './calls.ts';
import { At, Id, PersonRef } from './common.ts';

/** What every message has in common. `seq` rises, with gaps, and survives restarts: it is the place to resume from. */
const message = z.object({ seq: z.number().int().positive(), at: At });

/** A phone of ours that rings or talks. `call` is `pbx:linkedid` and names the same call in every message about it. */
const OnPhone = message.extend({
  call: z.string(),
  direction: callDirection,
  /** The customer's number in E.164; null when withheld or not a number. */
  number: z.string().nullable(),
  line: z.string().nullable(),
  queue: z.string().nullable(),
  extension: z.string().nullable(),
  agent: PersonRef.nullable(),
  startedAt: At,
});

export const FeedCallRinging = OnPhone.extend({ type: z.literal('call.ringing') });
export const FeedCallAnswered = OnPhone.extend({ type: z.literal('call.answered') });

/** The verdict, after it is stored. Sent again for the same `callId` when the verdict is corrected. */
export const FeedCallEnded = message.extend({
  type: z.literal('call.ended'),
  call: z.string(),
  callId: Id,
  direction: callDirection,
  number: z.string().nullable(),
  line: z.string().nullable(),
  queue: z.string().nullable(),
  contactId: Id.nullable(),
  agents: z.array(PersonRef),
  startedAt: At,
  endedAt: At,
  verdict: callOutcome,
  reason: z.string().nullable(),
  /** A rule says that nothing is owed for it. */
  excluded: z.boolean(),
  waitedMs: z.number().int(),
  talkedMs: z.number().int(),
  /** The item that covers it, when it was missed. */
  callbackId: Id.nullable(),
});

/** An item of the ledger as it stands now. */
export const FeedCallbackChanged = message.extend({
  type: z.literal('callback.changed'),
  callbackId: Id,
  origin: callbackOrigin,
  state: callbackState,
  number: z.string().nullable(),
  line: z.string().nullable(),
  contactId: Id.nullable(),
  misses: z.number().int(),
  dueAt: At,
  owner: PersonRef.nullable(),
  settledAs: z.enum(['in_time', 'late', 'called_again']).nullable(),
  closedReason: z.string().nullable(),
  returnedCallId: Id.nullable(),
});

/** A recording is there and has sound. */
export const FeedRecordingReady = message.extend({
  type: z.literal('recording.ready'),
  recordingId: Id,
  callId: Id,
  durationMs: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
});

/** One message of the feed for integrators, as it goes over the wire. */
export const FeedMessage = z.discriminatedUnion('type', [
  FeedCallRinging,
  FeedCallAnswered,
  FeedCallEnded,
  FeedCallbackChanged,
  FeedRecordingReady,
]);
export type FeedMessage = z.infer<typeof FeedMessage>;

type WithoutSeq<M> = M extends FeedMessage ? Omit<M, 'seq'> : never;
/** A message that has no number yet. */
export type FeedNews = WithoutSeq<FeedMessage>;

/** Why the service ended a connection, as WebSocket close codes. */
export const feedCloses = {
  stopping: 1001,
  notListening: 1003,
  revoked: 4001,
  tooSlow: 4008,
  tooOld: 4010,
} as const;
/** The subprotocol a client offers beside its token when it cannot set headers. */
export const feedProtocol = 'ringback';
