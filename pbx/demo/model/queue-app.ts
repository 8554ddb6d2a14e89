import { type Application, type Call, type Ends, later, type Pbx, type Refusal, type Ring, type Step } from './call.ts';
import type { Channel } from './channel.ts';
import { sides } from './exchange.ts';
import { closeCdr, dialString, openLeg } from './leg.ts';
import { type Entry, type Member, type Queue, secondsSince } from './queues.ts';

type QueueStep = Extract<Step, { do: 'queue' }>;
const ringMs = 20_000;
const retryMs = 4_000;

/** Queue(): the caller waits; all free members ring, again and again, until somebody answers or the wait is over. */
export function createQueue(pbx: Pbx, call: Call, step: QueueStep, ends: Ends): Application {
  const { exchange, queues } = pbx;
  const { origin } = call;
  const queue = queues.get(step.queue);
  const rings: Ring[] = [];
  let entry: Entry | null = null;
  let over = false;
  let round = 0;
  const live = () => rings.filter((ring) => !ring.over);

  const agentEvent = (
    name: string,
    served: Queue,
    member: Member,
    leg: Channel,
    ...more: (readonly [string, number])[]
  ) =>
    exchange.emit('agent', name, [
      ...sides(origin, leg),
      ['Queue', served.name],
      ['Interface', member.device],
      ['MemberName', member.name],
      ...more,
    ]);
  const memberOf = (leg: Channel) => queue?.members.find(({ device }) => device === leg.device);
  const drop = (ring: Ring, cause: number, tech?: string) => {
    ring.over = true;
    closeCdr(pbx, call, ring.leg, 'NO ANSWER');
    exchange.hangup(ring.leg, cause, tech);
  };
  const ringNoAnswer = (ring: Ring, ms: number) => {
    const member = memberOf(ring.leg);
    // Milliseconds here, seconds in AgentConnect (Asterisk 22).
    if (queue && member) agentEvent('AgentRingNoAnswer', queue, member, ring.leg, ['RingTime', ms]);
  };
  const stopRinging = () => {
    const unanswered = live();
    for (const ring of unanswered) ringNoAnswer(ring, pbx.clock.now() - ring.startedAt);
    for (const ring of unanswered) exchange.dialEnd(origin, ring.leg, 'NOANSWER');
    for (const ring of unanswered) {
      exchange.dialEnd(origin, ring.leg, 'CANCEL');
      drop(ring, 0);
    }
  };
  const leave = (abandoned: boolean) => {
    if (queue === undefined || entry === null) return;
    if (abandoned) queues.abandon(queue, entry);
    queues.leave(queue, entry);
  };
  const ringMembers = () => {
    if (over || queue === undefined) return;
    const thisRound = ++round;
    const fresh: Ring[] = [];
    for (const member of queues.available(queue)) {
      const ring = openLeg(pbx, call, { kind: 'phone', device: member.device });
      if (ring === null) continue;
      rings.push(ring);
      fresh.push(ring);
      agentEvent('AgentCalled', queue, member, ring.leg);
      exchange.dialBegin(origin, ring.leg, dialString(ring.target));
    }
    for (const ring of fresh) app.alert(ring);
    for (const ring of fresh) pbx.people.offered(ring);
    later(pbx, call, fresh.length === 0 ? retryMs : ringMs, () => {
      if (over || thisRound !== round) return;
      stopRinging();
      later(pbx, call, fresh.length === 0 ? 0 : retryMs, ringMembers);
    });
  };
  const timeOut = () => {
    if (over) return;
    over = true;
    stopRinging();
    // Asterisk sends the abandon event here too, though the caller is still on the line.
    leave(true);
    exchange.setVar(origin, 'QUEUESTATUS', 'TIMEOUT');
    ends.failed(16);
  };

  const app: Application = {
    kind: 'queue',
    rings,
    begin() {
      origin.application = 'Queue';
      origin.applicationData = step.queue;
      if (queue === undefined || !queues.isOpen(queue)) {
        over = true;
        exchange.setVar(origin, 'QUEUESTATUS', 'JOINEMPTY');
        ends.failed(16);
        return;
      }
      entry = queues.join(queue, origin);
      later(pbx, call, step.waitMs, timeOut);
      ringMembers();
    },
    alert(ring) {
      if (over || ring.over) return;
      exchange.setState(ring.leg, 'Ringing');
      exchange.dialState(origin, ring.leg, 'RINGING');
    },
    answer(ring) {
      const member = memberOf(ring.leg);
      if (over || ring.over || queue === undefined || entry === null || member === undefined) return;
      over = true;
      ring.over = true;
      const now = pbx.clock.now();
      exchange.setState(ring.leg, 'Up');
      exchange.dialEnd(origin, ring.leg, 'ANSWER');
      for (const lost of live()) {
        exchange.dialEnd(origin, lost.leg, 'CANCEL');
        exchange.dialEnd(origin, lost.leg, 'CANCEL');
        drop(lost, 26);
      }
      leave(false);
      const holdS = secondsSince(entry.joinedAt, now);
      const times = [
        ['RingTime', secondsSince(ring.startedAt, now)],
        ['HoldTime', holdS],
      ] as const;
      agentEvent('AgentConnect', queue, member, ring.leg, ...times);
      member.inCall = true;
      call.fromQueue = { queue, member, holdS };
      ends.answered(ring.leg);
    },
    refuse(ring: Ring, how: Refusal) {
      if (over || ring.over) return;
      // In a queue a 486 too reads NOANSWER; the cause tells.
      exchange.dialEnd(origin, ring.leg, 'NOANSWER');
      ringNoAnswer(ring, 0);
      if (how === 'busy') drop(ring, 17, '486');
      else if (how === 'declined') drop(ring, 21, '603');
      else drop(ring, 16);
      if (live().length > 0) return;
      round += 1;
      later(pbx, call, retryMs, ringMembers);
    },
    cancel() {
      if (over) return;
      over = true;
      for (const ring of live()) {
        exchange.dialEnd(origin, ring.leg, 'CANCEL');
        exchange.dialEnd(origin, ring.leg, 'CANCEL');
        drop(ring, 0);
      }
      leave(true);
    },
  };
  return app;
}
