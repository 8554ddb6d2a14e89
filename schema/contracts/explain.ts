import { z } from 'zod';
import { callDirection, callOutcome } from './calls.ts';
import { At, ContactRef, Id, LineRef } from './common.ts';
import { MatchReason } from './live.ts';

/** What gave the verdict. A missed call's rule is its reason, the first that fits in the order of `precedence`. */
export const verdictRules = [
  /** Customer and agent shared a bridge for long enough. */
  'shared_bridge',
  'lost_in_transfer',
  'voicemail_left',
  'out_of_hours',
  'queue_refused',
  'all_rejected',
  'phones_unreachable',
  'busy',
  'no_answer',
  'abandoned_waiting',
  'abandoned_ringing',
  'abandoned_before_offer',
  'pbx_failure',
  'ended_unknown',
  /** Outbound or internal: nobody shared a bridge. */
  'nobody_took_it',
] as const;

export const evidenceCodes = [
  /** One stretch of talk: `party`, `ms`. */
  'talk',
  /** No bridge of customer and agent lasted `minTalkMs`. */
  'no_talk',
  /** After `talkedMs` of talk nobody took the call on for `ms`. */
  'handed_on',
  /** Phones that were asked: `asked` and how many of each result; `rangMs` is the longest ringing. */
  'offers',
  'no_offers',
  /** It stood in `queue`. */
  'in_queue',
  /** The customer's channel ended `ms` after the start, with `cause`. */
  'customer_left',
  /** The PBX said so itself, in the channel variable `variable`. */
  'pbx_said',
  /** A doubt about what was seen: `warning`. */
  'doubt',
] as const;

/** A fact of the call, with its values; `decides` says that the rule hangs on it. */
export const ExplainEvidence = z.object({
  code: z.enum(evidenceCodes),
  decides: z.boolean(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type ExplainEvidence = z.infer<typeof ExplainEvidence>;

export const VerdictExplained = z.object({
  rule: z.enum(verdictRules),
  /** Reasons that come before in the order of precedence and did not fit. */
  passedOver: z.array(z.string()),
  evidence: z.array(ExplainEvidence),
});
export type VerdictExplained = z.infer<typeof VerdictExplained>;

/** One thing the PBX told of a call: when, in which event, about which device or number. */
export const ExplainStep = z.object({
  at: At,
  code: z.enum(['leg_began', 'leg_up', 'leg_ended', 'offer_began', 'offer_ended', 'talk_began', 'talk_ended']),
  /** The AMI event that tells it; a CEL row is told as the same event. */
  event: z.enum(['Newchannel', 'Newstate', 'DialBegin', 'DialEnd', 'BridgeEnter', 'BridgeLeave', 'Hangup']),
  who: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type ExplainStep = z.infer<typeof ExplainStep>;

/** Why the log says so, in codes and values; the screens make the sentences. */
export const CallExplained = VerdictExplained.extend({
  callId: Id,
  direction: callDirection,
  verdict: callOutcome,
  reason: z.string().nullable(),
  /** The events behind it, in order of time. */
  steps: z.array(ExplainStep),
  thresholds: z.object({ minTalkMs: z.number().int(), returnedTalkMs: z.number().int() }),
  line: z.object({
    how: z.enum(['dialled_number', 'no_line_has_it', 'not_inbound']),
    called: z.string().nullable(),
    calledRaw: z.string().nullable(),
    line: LineRef.nullable(),
  }),
  /** The rule that says nothing is owed. */
  exclusion: z.object({ ruleId: Id, kind: z.string(), value: z.string() }).nullable(),
  match: z.object({
    how: z.enum([
      'no_number',
      'nobody_has_it',
      'dialled_from_contact',
      'only_match',
      'chosen_before',
      'several_none_chosen',
      'linked_later',
    ]),
    number: z.string().nullable(),
    contact: ContactRef.nullable(),
    candidates: z.array(z.object({ contact: ContactRef, reason: MatchReason })),
  }),
  callback: z
    .object({ id: Id, state: z.string(), how: z.enum(['opened_by_this_call', 'joined_by_this_call']) })
    .nullable(),
  /** The item this call has settled. */
  settles: Id.nullable(),
});
export type CallExplained = z.infer<typeof CallExplained>;
