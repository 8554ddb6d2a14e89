import type { ExplainEvidence, VerdictExplained } from '../../../schema/contracts/explain.ts';
import { type MissedReason, missedReasons, type OfferResult, type Outcome } from './call-record.ts';

/** A stored call, as far as its verdict hangs on it. */
export interface ExplainedCall {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly queue: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly talkedMs: number;
  readonly minTalkMs: number;
  readonly talks: readonly { readonly party: string; readonly startedAt: number; readonly endedAt: number }[];
  readonly offers: readonly { readonly result: string; readonly startedAt: number; readonly endedAt: number }[];
  readonly legs: readonly { readonly role: string; readonly endedAt: number | null; readonly cause: number | null }[];
  readonly warnings: readonly string[];
}

type Code = ExplainEvidence['code'];
type Rule = VerdictExplained['rule'];

/** What each rule hangs on. */
const deciding: Readonly<Record<Rule, readonly Code[]>> = {
  shared_bridge: ['talk'],
  lost_in_transfer: ['talk', 'handed_on'],
  voicemail_left: ['pbx_said'],
  out_of_hours: ['pbx_said'],
  queue_refused: ['pbx_said'],
  all_rejected: ['offers'],
  phones_unreachable: ['offers', 'no_offers', 'customer_left'],
  busy: ['offers', 'no_offers', 'customer_left'],
  no_answer: ['offers', 'in_queue'],
  abandoned_waiting: ['in_queue', 'customer_left'],
  abandoned_ringing: ['offers', 'customer_left'],
  abandoned_before_offer: ['no_offers', 'customer_left'],
  pbx_failure: ['customer_left', 'doubt'],
  ended_unknown: ['doubt'],
  nobody_took_it: ['no_talk'],
};

/** The variable in which the PBX says what no event tells. */
const saidIn: Partial<Record<Rule, string>> = {
  voicemail_left: 'VMSTATUS',
  out_of_hours: 'RB_CLOSED',
  queue_refused: 'QUEUESTATUS',
};

const offerResults: readonly OfferResult[] = [
  'answered',
  'lost',
  'no_answer',
  'declined',
  'busy',
  'unreachable',
  'caller_gone',
];

/** Why a stored call has its verdict: the rule, what came before it and did not fit, and the facts with their values. */
export function explainVerdict(call: ExplainedCall): VerdictExplained {
  const rule = ruleOf(call);
  const evidence = evidenceOf(call, rule);
  const decisive = deciding[rule];
  // Where phones were asked, they decide; the rest is how it looked.
  const asked = call.offers.length > 0;
  const decides = (code: Code) =>
    decisive.includes(code) &&
    !(code === 'customer_left' && asked && (rule === 'phones_unreachable' || rule === 'busy'));
  return {
    rule,
    passedOver: call.outcome === 'missed' && isReason(rule) ? missedReasons.slice(0, missedReasons.indexOf(rule)) : [],
    evidence: evidence.map((fact) => ({ ...fact, decides: decides(fact.code) })),
  };
}

function ruleOf({ outcome, reason }: ExplainedCall): Rule {
  if (outcome === 'talked') return 'shared_bridge';
  if (outcome === 'not_answered') return 'nobody_took_it';
  return reason !== null && isReason(reason) ? reason : 'ended_unknown';
}

function isReason(word: string): word is MissedReason {
  return (missedReasons as readonly string[]).includes(word);
}

function evidenceOf(call: ExplainedCall, rule: Rule): Omit<ExplainEvidence, 'decides'>[] {
  const { startedAt, endedAt, talks, offers, legs, queue, warnings, minTalkMs, talkedMs } = call;
  const facts: Omit<ExplainEvidence, 'decides'>[] = talks.map((talk) => ({
    code: 'talk',
    values: { party: talk.party, ms: talk.endedAt - talk.startedAt, minTalkMs },
  }));
  if (talks.length === 0) facts.push({ code: 'no_talk', values: { minTalkMs } });
  if (rule === 'lost_in_transfer') {
    const lastTalkAt = Math.max(startedAt, ...talks.map((talk) => talk.endedAt));
    facts.push({ code: 'handed_on', values: { talkedMs, ms: Math.max(0, endedAt - lastTalkAt) } });
  }
  const variable = saidIn[rule];
  if (variable !== undefined) facts.push({ code: 'pbx_said', values: { variable } });
  if (offers.length === 0) facts.push({ code: 'no_offers', values: {} });
  else facts.push({ code: 'offers', values: offersIn(offers) });
  if (queue !== null) facts.push({ code: 'in_queue', values: { queue } });
  const customer = legs.find(({ role }) => role === 'customer');
  if (customer) {
    const ms = Math.max(0, (customer.endedAt ?? endedAt) - startedAt);
    facts.push({ code: 'customer_left', values: { ms, cause: customer.cause } });
  }
  for (const warning of warnings) facts.push({ code: 'doubt', values: { warning } });
  return facts;
}

function offersIn(offers: ExplainedCall['offers']): Record<string, number> {
  const count = (result: string) => offers.filter((offer) => offer.result === result).length;
  return {
    asked: offers.length,
    ...Object.fromEntries(offerResults.map((result) => [result, count(result)])),
    rangMs: Math.max(...offers.map((offer) => Math.max(0, offer.endedAt - offer.startedAt))),
  };
}
