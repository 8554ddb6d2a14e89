import type { ExplainStep } from '../../../schema/contracts/explain.ts';

/** The stored inside of a call. */
export interface CallInside {
  readonly legs: readonly {
    readonly role: string;
    readonly device: string | null;
    readonly number: string | null;
    readonly startedAt: number;
    readonly upAt: number | null;
    readonly endedAt: number | null;
    readonly cause: number | null;
    readonly causeText: string | null;
  }[];
  readonly offers: readonly {
    readonly device: string;
    readonly queue: string | null;
    readonly startedAt: number;
    readonly endedAt: number;
    readonly result: string;
  }[];
  readonly talks: readonly { readonly party: string; readonly startedAt: number; readonly endedAt: number }[];
}

/** At the same instant a channel begins before anything happens on it, and ends after everything. */
const order = ['leg_began', 'offer_began', 'leg_up', 'offer_ended', 'talk_began', 'talk_ended', 'leg_ended'] as const;

/**
 * What the PBX told of a call, step by step in time, each with the AMI event (or the CEL row told as one) that brings it:
 * Newchannel, Newstate, DialBegin, DialEnd, BridgeEnter, BridgeLeave, Hangup.
 */
export function explainSteps({ legs, offers, talks }: CallInside): ExplainStep[] {
  const steps: ExplainStep[] = [];
  for (const { role, device, number, startedAt, upAt, endedAt, cause, causeText } of legs) {
    const who = device ?? number;
    steps.push({ at: startedAt, code: 'leg_began', event: 'Newchannel', who, values: { role } });
    if (upAt !== null) steps.push({ at: upAt, code: 'leg_up', event: 'Newstate', who, values: { role } });
    if (endedAt !== null)
      steps.push({ at: endedAt, code: 'leg_ended', event: 'Hangup', who, values: { role, cause, causeText } });
  }
  for (const { device, queue, startedAt, endedAt, result } of offers) {
    steps.push({ at: startedAt, code: 'offer_began', event: 'DialBegin', who: device, values: { queue } });
    steps.push({ at: endedAt, code: 'offer_ended', event: 'DialEnd', who: device, values: { result } });
  }
  for (const { party, startedAt, endedAt } of talks) {
    steps.push({ at: startedAt, code: 'talk_began', event: 'BridgeEnter', who: party, values: {} });
    steps.push({ at: endedAt, code: 'talk_ended', event: 'BridgeLeave', who: party, values: {} });
  }
  return steps.sort((a, b) => a.at - b.at || order.indexOf(a.code) - order.indexOf(b.code));
}
