import type { IncomingCall } from '../../support/sip/incoming-call.ts';
import type { OutgoingCall } from '../../support/sip/outgoing-call.ts';
import type { SipPhone } from '../../support/sip/phone.ts';
import type { Manner } from '../people.ts';

/** What becomes of a call from outside: who is rung takes it after a while or lets it ring. */
export interface Plan {
  readonly answeredAfterMs: number | null;
  readonly patienceMs: number;
  readonly talkMs: number;
}

/** A customer's call to us as their phone lived through it. */
export interface Visit {
  /** Shown as the caller's name, so that every phone and record tells which call it is. */
  readonly name: string;
  readonly number: string;
  readonly startedAt: number;
  endedAt: number | null;
  /** When one of our phones took it. */
  takenAt: number | null;
  /** Its PBX died under it. */
  died: boolean;
}

/** A call of ours as the customer's phone lived through it, from the INVITE on. */
export interface Leg {
  readonly number: string;
  readonly startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  died: boolean;
}

export interface Truth {
  readonly visits: readonly Visit[];
  readonly legs: readonly Leg[];
  /** Customers whose phone we rang while another call of ours to them was live. */
  readonly twice: readonly string[];
  /** When the PBX was killed. */
  readonly crashes: readonly number[];
}

/** Everybody with a phone in hand: agents at their desks, customers behind the trunk. */
export interface People {
  readonly truth: Truth;
  visit(number: string, did: string, plan: Plan): Promise<void>;
  treat(number: string, manners: readonly Manner[]): void;
  /** What an agent does when their own phone rings for a callback. */
  agentAnswers: () => { readonly afterMs: number; readonly takes: boolean };
  /** The PBX is dead: nobody hears from it any more, and everybody hangs up. */
  crashed(): void;
  readonly isQuiet: boolean;
}

export function gather(trunk: SipPhone, desks: readonly SipPhone[]): People {
  const visits: Visit[] = [];
  const legs: Leg[] = [];
  const twice: string[] = [];
  const crashes: number[] = [];
  const manners = new Map<string, Manner[]>();
  const plans = new Map<string, { readonly visit: Visit; readonly plan: Plan; readonly taken: () => void }>();
  const live = new Map<Visit | Leg, { readonly call: OutgoingCall | IncomingCall; readonly over: () => void }>();

  /** Follows a call on a customer's phone until it ends, or until its PBX is dead. */
  function follow(what: Visit | Leg, call: OutgoingCall | IncomingCall): Promise<void> {
    return new Promise((done) => {
      const over = () => {
        if (!live.delete(what)) return;
        what.endedAt = Date.now();
        done();
      };
      live.set(what, { call, over });
      void call.ended.then(over);
      // Who waits for these two is told by the end.
      call.answered.catch(() => {});
      call.ringing.catch(() => {});
    });
  }

  const later = (call: OutgoingCall | IncomingCall, ms: number, act: () => void) =>
    setTimeout(() => call.ending === null && act(), ms).unref();

  function rung(call: IncomingCall): void {
    const number = decodeURIComponent(/^sip:([^@;]+)/.exec(call.invite.uri)?.[1] ?? '');
    const other = legs.find((leg) => leg.number === number && leg.endedAt === null);
    if (other) twice.push(`${number} was rung at ${Date.now()} while our call of ${other.startedAt} to them was live`);
    const leg: Leg = { number, startedAt: Date.now(), answeredAt: null, endedAt: null, died: false };
    legs.push(leg);
    void follow(leg, call);
    const known = manners.get(number) ?? [];
    const manner = (known.length > 1 ? known.shift() : known[0]) ?? { does: 'answers', afterMs: 60, talkMs: 900 };
    if (manner.does === 'busy') {
      later(call, manner.afterMs, () => call.reject(486));
      return;
    }
    call.ring();
    if (manner.does === 'silent') return;
    later(call, manner.afterMs, () => {
      call.toneHz = null;
      call.answer();
      leg.answeredAt = Date.now();
      later(call, manner.talkMs, () => call.hangup());
    });
  }

  const people: People = {
    truth: { visits, legs, twice, crashes },
    agentAnswers: () => ({ afterMs: 80, takes: true }),
    treat: (number, list) => void manners.set(number, [...list]),
    async visit(number, did, plan) {
      const name = `visit ${visits.length + 1}`;
      const visit: Visit = { name, number, startedAt: Date.now(), endedAt: null, takenAt: null, died: false };
      visits.push(visit);
      const call = await trunk.call(did, { from: number, fromName: name, toneHz: null });
      const over = follow(visit, call);
      plans.set(name, { visit, plan, taken: () => later(call, plan.talkMs, () => call.hangup()) });
      later(call, plan.patienceMs, () => visit.takenAt === null && call.hangup());
      await over;
    },
    crashed() {
      crashes.push(Date.now());
      for (const [what, { call, over }] of [...live]) {
        what.died = true;
        call.hangup();
        over();
      }
      for (const desk of desks) for (const call of desk.calls) call.hangup();
    },
    get isQuiet() {
      return live.size === 0;
    },
  };

  for (const [place, desk] of desks.entries())
    desk.onInvite((call) => {
      call.toneHz = null;
      call.answered.catch(() => {});
      call.ringing.catch(() => {});
      call.ring();
      const known = plans.get(call.callerName);
      if (known === undefined) {
        const { afterMs, takes } = people.agentAnswers();
        later(call, afterMs, () => (takes ? call.answer() : call.reject(603)));
        return;
      }
      const { visit, plan, taken } = known;
      if (plan.answeredAfterMs === null) return;
      later(call, plan.answeredAfterMs + 120 * place, () => {
        if (visit.endedAt !== null) return;
        call.answer();
        visit.takenAt ??= Date.now();
        taken();
      });
    });
  trunk.onInvite(rung);
  return people;
}
