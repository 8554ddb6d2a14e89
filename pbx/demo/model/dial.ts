import { type Application, type Call, type Ends, later, type Pbx, type Refusal, type Ring, type Step } from './call.ts';
import { closeCdr, dialString, openLeg } from './leg.ts';

type DialStep = Extract<Step, { do: 'dial' }>;

/** Dial(): rings all targets at once; the first who answers has the call. */
export function createDial(pbx: Pbx, call: Call, step: DialStep, ends: Ends): Application {
  const { exchange } = pbx;
  const { origin } = call;
  const rings: Ring[] = [];
  let over = false;
  const live = () => rings.filter((ring) => !ring.over);

  const drop = (ring: Ring, cause: number, tech?: string) => {
    ring.over = true;
    closeCdr(pbx, call, ring.leg, cause === 17 ? 'BUSY' : 'NO ANSWER');
    exchange.hangup(ring.leg, cause, tech);
  };
  const failIfNoneLeft = (cause: number) => {
    if (over || live().length > 0) return;
    over = true;
    exchange.setVar(origin, 'DIALSTATUS', cause === 17 ? 'BUSY' : 'CHANUNAVAIL');
    ends.failed(cause);
  };
  const timeOut = () => {
    if (over) return;
    over = true;
    const unanswered = live();
    for (const ring of unanswered) exchange.dialEnd(origin, ring.leg, 'NOANSWER');
    for (const ring of unanswered) drop(ring, 0);
    exchange.setVar(origin, 'DIALSTATUS', 'NOANSWER');
    ends.failed(16);
  };

  const app: Application = {
    kind: 'dial',
    rings,
    begin() {
      const free = new Set(
        step.targets.filter((target) => target.kind === 'outside' || pbx.phones.isFree(target.device)),
      );
      for (const target of step.targets) {
        const ring = openLeg(pbx, call, target);
        if (ring !== null) rings.push(ring);
      }
      origin.application = 'Dial';
      origin.applicationData = step.targets.map(dialString).join('&');
      for (const ring of rings) exchange.dialBegin(origin, ring.leg, dialString(ring.target));
      const engaged = rings.filter(({ target }) => !free.has(target));
      for (const ring of rings) if (ring.target.kind === 'phone' && !engaged.includes(ring)) app.alert(ring);
      for (const ring of engaged) app.refuse(ring, 'busy');
      failIfNoneLeft(3);
      if (over) return;
      later(pbx, call, step.ringMs, timeOut);
      for (const ring of live()) pbx.people.offered(ring);
    },
    alert(ring) {
      if (over || ring.over) return;
      exchange.setState(ring.leg, 'Ringing');
      exchange.dialState(origin, ring.leg, 'RINGING');
    },
    answer(ring) {
      if (over || ring.over) return;
      over = true;
      ring.over = true;
      exchange.setState(ring.leg, 'Up');
      const lost = live();
      for (const each of lost) exchange.dialEnd(origin, each.leg, 'CANCEL');
      exchange.dialEnd(origin, ring.leg, 'ANSWER');
      for (const each of lost) drop(each, 26);
      exchange.setVar(origin, 'DIALSTATUS', 'ANSWER');
      ends.answered(ring.leg);
    },
    refuse(ring: Ring, how: Refusal) {
      if (over || ring.over) return;
      // Asterisk 22 says NOANSWER for a 603: only the cause tells a decline.
      exchange.dialEnd(origin, ring.leg, how === 'busy' ? 'BUSY' : 'NOANSWER');
      if (how === 'busy') drop(ring, 17, '486');
      else if (how === 'declined') drop(ring, 21, '603');
      else drop(ring, 16);
      failIfNoneLeft(how === 'busy' ? 17 : how === 'declined' ? 21 : 16);
    },
    cancel() {
      if (over) return;
      over = true;
      const unanswered = live();
      for (const ring of unanswered) exchange.dialEnd(origin, ring.leg, 'CANCEL');
      for (const ring of unanswered) drop(ring, 0);
      exchange.setVar(origin, 'DIALSTATUS', 'CANCEL');
    },
  };
  return app;
}
