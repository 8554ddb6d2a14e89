import { type Call, later, type Pbx, type People, type Ring } from '../../pbx/demo/model/call.ts';
import { endTalk, originGone } from '../../pbx/demo/model/flow.ts';

/** What a customer does when called: the first manner for the first call, the last one from then on. */
export interface Manner {
  readonly does: 'answers' | 'busy' | 'silent';
  readonly afterMs: number;
  readonly talkMs: number;
}

/** What becomes of a call from outside. */
export interface Visit {
  readonly answeredAfterMs: number | null;
  readonly patienceMs: number;
  readonly talkMs: number;
}

/** A call as it truly was. */
export interface TrueCall {
  readonly linkedid: string;
  readonly kind: Call['kind'];
  readonly number: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly talkedMs: number;
}

/** What truly happened, kept where no lie and no outage reaches it. */
export interface Truth {
  readonly calls: readonly TrueCall[];
  /** Customers whose phone was rung or taken twice at a time. */
  readonly twice: readonly string[];
}

export interface ChaosPeople extends People {
  readonly truth: Truth;
  /** Told before the call comes in. */
  expect(number: string, visit: Visit): void;
  treat(number: string, manners: readonly Manner[]): void;
  /** What the agents do when their own phone rings for a callback: the phone's answer, or null to let it ring. */
  agentAnswers: (attemptId: string) => { readonly afterMs: number; readonly how: 'takes' | 'declines' } | null;
}

/** Everybody around the exchange. Their times are real ones; the exchange's own waits run `pace` times faster. */
export function gatherChaos(pbx: Pbx, pace: number): ChaosPeople {
  const calls: TrueCall[] = [];
  const twice: string[] = [];
  const visits = new Map<string, Visit>();
  const manners = new Map<string, Manner[]>();
  const current = new Map<Call, { readonly talkMs: number }>();
  const legs: { readonly number: string; readonly ring: Ring }[] = [];
  const wait = (call: Call, ms: number, run: () => void) => later(pbx, call, ms * pace, run);

  function customer(ring: Ring, number: string): void {
    const { call } = ring;
    for (let n = legs.length - 1; n >= 0; n -= 1) if (legs[n]?.ring.leg.gone) legs.splice(n, 1);
    if (legs.some((leg) => leg.number === number))
      twice.push(`${number} was rung while a call to them was live (${call.id})`);
    legs.push({ number, ring });
    const known = manners.get(number) ?? [];
    const manner = (known.length > 1 ? known.shift() : known[0]) ?? { does: 'answers', afterMs: 60, talkMs: 700 };
    current.set(call, manner);
    if (manner.does === 'busy') {
      wait(call, manner.afterMs, () => call.app?.refuse(ring, 'busy'));
      return;
    }
    wait(call, 10, () => call.app?.alert(ring));
    if (manner.does === 'answers') wait(call, manner.afterMs, () => call.app?.answer(ring));
  }

  const people: ChaosPeople = {
    truth: { calls, twice },
    agentAnswers: () => ({ afterMs: 80, how: 'takes' }),
    expect: (number, visit) => void visits.set(number, visit),
    treat: (number, list) => void manners.set(number, [...list]),
    offered(ring) {
      const { call } = ring;
      if (ring.target.kind === 'outside') {
        customer(ring, ring.target.number);
        return;
      }
      if (call.app?.kind === 'originate') {
        const plan = people.agentAnswers(call.id);
        if (plan === null) return;
        wait(call, plan.afterMs, () =>
          plan.how === 'takes' ? call.app?.answer(ring) : call.app?.refuse(ring, 'declined'),
        );
        return;
      }
      const visit = visits.get(call.party.number ?? '');
      if (visit === undefined || current.has(call)) return;
      current.set(call, visit);
      wait(call, visit.patienceMs, () => call.phase === 'ringing' && originGone(pbx, call));
      if (visit.answeredAfterMs !== null)
        wait(call, visit.answeredAfterMs, () => {
          const first = call.app?.rings.find(({ over }) => !over);
          if (first) call.app?.answer(first);
        });
    },
    talking(call) {
      wait(call, current.get(call)?.talkMs ?? 700, () => endTalk(pbx, call, call.origin));
    },
    ended(call) {
      current.delete(call);
      const number = call.kind === 'inbound' ? call.party.number : `+${(call.party.number ?? '').replace('+', '')}`;
      const { id: linkedid, kind, startedAt, talkedMs } = call;
      calls.push({ linkedid, kind, number: number ?? '', startedAt, endedAt: pbx.clock.now(), talkedMs });
    },
  };
  return people;
}
