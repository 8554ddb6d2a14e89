import { z } from 'zod';
import { At, ContactRef, Id, LineRef, PersonRef } from './common.ts';

/** Why this contact was offered for the number, best match first. */
export const MatchReason = z.enum(['chosen_before', 'only_match', 'owner_is_me', 'talked_last', 'same_number']);

export const Match = z.object({
  contact: ContactRef,
  reason: MatchReason,
  owner: PersonRef.nullable(),
  level: z.string(),
  lastTalkAt: At.nullable(),
  lastTalkWith: PersonRef.nullable(),
  lastNote: z.object({ body: z.string(), author: z.string(), at: At }).nullable(),
});
export type Match = z.infer<typeof Match>;

export const cardStates = ['ringing', 'dialing', 'talking', 'ended'] as const;

/** One call on one agent's screen, with all the pop needs in one payload. `id` is `pbx:linkedid`. */
export const LiveCard = z.object({
  id: z.string(),
  seq: z.number().int(),
  state: z.enum(cardStates),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  /** The other side in E.164; null when withheld or not a number. */
  number: z.string().nullable(),
  /** What the PBX showed when there is no E.164 number: an internal extension, or letters. */
  rawNumber: z.string().nullable(),
  callerName: z.string().nullable(),
  withheld: z.boolean(),
  line: LineRef.nullable(),
  queue: z.string().nullable(),
  /** Name of a colleague on an internal call. */
  colleague: z.string().nullable(),
  startedAt: At,
  ringingSince: At.nullable(),
  talkingSince: At.nullable(),
  endedAt: At.nullable(),
  /** Others whose phones ring for this call too. */
  ringingOthers: z.number().int(),
  /** My phone can be asked to answer; else it is picked up by hand. */
  mayAccept: z.boolean(),
  /** What I say is not heard. */
  muted: z.boolean(),
  /** `phone`: the phone itself holds the call; `silence`: neither side hears the other. */
  hold: z.enum(['none', 'phone', 'silence']),
  /** The customer waits while I talk with a colleague. */
  aside: z.boolean(),
  /** The colleague I ask before I hand the call on. */
  consult: z
    .object({ name: z.string(), extension: z.string().nullable(), state: z.enum(['ringing', 'talking']) })
    .nullable(),
  /** What was ticked of the line's checklist so far. */
  ticks: z.array(z.string()),
  recording: z.enum(['none', 'on', 'paused']),
  /** When a paused recording goes on by itself. */
  recordsAgainAt: At.nullable(),
  matches: z.array(Match),
  /** The open callback this call would settle. */
  callback: z
    .object({ id: Id, misses: z.number().int(), dueAt: At, note: z.string().nullable(), origin: z.string() })
    .nullable(),
  attempt: z
    .object({ id: z.string(), step: z.enum(['agent', 'customer', 'talking', 'over']), outcome: z.string().nullable() })
    .nullable(),
  /** The logged call's row, once it is over and stored. */
  callId: Id.nullable(),
});
export type LiveCard = z.infer<typeof LiveCard>;

export const goneReasons = ['answered_elsewhere', 'caller_gone', 'no_answer', 'declined', 'moved_on', 'over'] as const;

/** `unreachable`: signed in, but no phone of theirs can ring. `away`: the phone is there, nobody is signed in. */
export const agentStates = [
  'ready',
  'ringing',
  'in_call',
  'wrap_up',
  'paused',
  'away',
  'unreachable',
  'offline',
] as const;
export type AgentState = (typeof agentStates)[number];

export const AgentPresence = z.object({
  user: PersonRef,
  state: z.enum(agentStates),
  since: At,
  /** Why: the reason of a pause as the PBX has it (untrusted), or which phone trouble it is. */
  detail: z.string().nullable(),
  /** When the time after a call ends by itself. */
  until: At.nullable(),
  devices: z.array(z.object({ device: z.string(), extension: z.string(), state: z.string() })),
  /** Queues this person may serve or serves. */
  queues: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      serves: z.boolean(),
      paused: z.boolean(),
      /** Whether they may come and go; else the PBX's configuration has them in it for good. */
      mayLeave: z.boolean(),
    }),
  ),
  /** A browser of this person is connected. */
  screen: z.boolean(),
  /** Since when a ringing call could be shown on no screen of theirs. */
  unseenSince: At.nullable(),
  /** Calls in a row that rang and were not picked up, and after how many their phone is paused. */
  unanswered: z.number().int(),
  unansweredLimit: z.number().int(),
});
export type AgentPresence = z.infer<typeof AgentPresence>;

/** What the service has seen of the PBX. `completeTo` is the last second known to be whole. */
export const Coverage = z.object({
  live: z.boolean(),
  completeTo: At.nullable(),
  why: z.string().nullable(),
});
export type Coverage = z.infer<typeof Coverage>;

/** A stretch in which calls may be missing: nobody saw it, and no record of the PBX has told it since. */
export const BlindWindow = z.object({
  id: Id,
  startedAt: At,
  /** Null while it lasts. */
  endedAt: At.nullable(),
  why: z.string(),
});
export type BlindWindow = z.infer<typeof BlindWindow>;
