import { between, pick } from '../chance.ts';
import { type Call, later, type Pbx, type People, type Ring } from '../model/call.ts';
import { blindTransfer, endTalk, originGone } from '../model/flow.ts';
import { ringPhone } from '../model/place.ts';

/** What the people of one call will do. The exchange never knows it; it only sees them do it. */
export interface Plan {
  /** Who picks up and how long after being rung; `anyone` is a phone that nobody keeps for himself. */
  readonly answer: { readonly device: string | 'anyone'; readonly afterMs: number } | null;
  /** When the one who began the call gives up; null: never by himself. */
  readonly patienceMs: number | null;
  readonly talkMs: number;
  readonly endedBy: 'origin' | 'peer';
  readonly transfer: {
    readonly device: string;
    readonly afterMs: number;
    readonly answeredAfterMs: number | null;
    readonly patienceMs: number;
  } | null;
  /** What the customer does when we call him. */
  readonly outside: 'answers' | 'busy' | 'no_answer';
  readonly outsideAfterMs: number;
}

/** Everybody around the exchange: callers, agents, customers who are called. */
export interface Crowd extends People {
  /** Says what the people of a call will do; before anything rings. */
  plan(call: Call, plan: Plan): void;
  onEnded(listener: (call: Call) => void): void;
}

/** Numbers ending in 8 are engaged and in 9 never answer, so that a newcomer can try every outcome; the rest answer. */
export function mannerOf(number: string): Plan['outside'] {
  if (number.endsWith('8')) return 'busy';
  return number.endsWith('9') ? 'no_answer' : 'answers';
}

/** A plan in which nobody does anything until somebody plays the phones. */
export function idlePlan(pbx: Pbx, number: string | null): Plan {
  return {
    answer: null,
    patienceMs: null,
    talkMs: between(pbx.random, 45_000, 90_000),
    endedBy: 'origin',
    transfer: null,
    outside: mannerOf(number ?? ''),
    outsideAfterMs: between(pbx.random, 3_500, 8_000),
  };
}

/** Gathers the people. `isKept` names the phones that only a visitor picks up. */
export function gatherPeople(pbx: Pbx, isKept: (device: string) => boolean): Crowd {
  const plans = new Map<Call, Plan>();
  const listeners: ((call: Call) => void)[] = [];
  const answering = new Set<Call>();

  const answerLater = (ring: Ring, plan: Plan) => {
    const { call } = ring;
    const { answer } = plan;
    if (answer === null || answering.has(call)) return;
    if (answer.device !== 'anyone' && answer.device !== ring.leg.device) return;
    answering.add(call);
    later(pbx, call, answer.afterMs, () => {
      answering.delete(call);
      const willing = (call.app?.rings ?? []).filter(
        ({ over, leg }) => !over && !isKept(leg.device) && (answer.device === 'anyone' || answer.device === leg.device),
      );
      const winner = pick(pbx.random, willing);
      if (winner !== undefined) call.app?.answer(winner);
    });
  };

  const outsideReacts = (ring: Ring, plan: Plan) => {
    const { call } = ring;
    if (plan.outside === 'busy') {
      later(pbx, call, 1_600, () => call.app?.refuse(ring, 'busy'));
      return;
    }
    later(pbx, call, 1_200, () => call.app?.alert(ring));
    if (plan.outside === 'answers') later(pbx, call, plan.outsideAfterMs, () => call.app?.answer(ring));
  };

  const handOn = (call: Call, plan: Plan, transfer: NonNullable<Plan['transfer']>) => {
    const phone = pbx.phones.get(transfer.device);
    const next: Plan = {
      ...plan,
      transfer: null,
      answer: transfer.answeredAfterMs === null ? null : { device: transfer.device, afterMs: transfer.answeredAfterMs },
    };
    plans.set(call, next);
    if (phone === undefined || !pbx.phones.isFree(phone.device)) {
      talkOn(call, next);
      return;
    }
    answering.delete(call);
    blindTransfer(pbx, call, phone.extension, [ringPhone(phone.device, 22_000)]);
    beImpatient(call, transfer.patienceMs);
  };

  const talkOn = (call: Call, plan: Plan) =>
    later(pbx, call, plan.talkMs, () => {
      const by = plan.endedBy === 'origin' ? call.origin : call.peer;
      if (by !== null) endTalk(pbx, call, by);
    });

  const beImpatient = (call: Call, patienceMs: number | null) => {
    if (patienceMs === null) return;
    later(pbx, call, patienceMs, () => {
      if (call.phase === 'ringing') originGone(pbx, call);
    });
  };

  return {
    plan(call, plan) {
      plans.set(call, plan);
      beImpatient(call, plan.patienceMs);
    },
    onEnded(listener) {
      listeners.push(listener);
    },
    offered(ring) {
      const { call } = ring;
      const plan = plans.get(call);
      if (plan === undefined) return;
      if (call.consult !== null) {
        // A colleague who is asked picks up; a phone that a visitor keeps waits for the visitor.
        if (!isKept(ring.leg.device)) later(pbx, call, between(pbx.random, 2_500, 5_000), () => call.app?.answer(ring));
      } else if (ring.target.kind === 'outside') outsideReacts(ring, plan);
      else if (call.app?.kind === 'originate') {
        // Who clicked to dial has his hand on the receiver already.
        const afterMs = isKept(ring.leg.device) ? 1_500 : between(pbx.random, 1_500, 3_500);
        later(pbx, call, afterMs, () => call.app?.answer(ring));
      } else answerLater(ring, plan);
    },
    talking(call) {
      const plan = plans.get(call);
      if (plan === undefined) return;
      const { transfer } = plan;
      if (transfer === null) talkOn(call, plan);
      else later(pbx, call, transfer.afterMs, () => call.phase === 'talking' && handOn(call, plan, transfer));
    },
    ended(call) {
      plans.delete(call);
      answering.delete(call);
      for (const listener of listeners) listener(call);
    },
  };
}
