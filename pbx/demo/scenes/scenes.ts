import { between, pick } from '../chance.ts';
import type { DemoLine } from '../demo-site.ts';
import type { Call, Party, Pbx, Step } from '../model/call.ts';
import type { Phone } from '../model/phones.ts';
import { placeInbound, placeInternal, placeOutgoing, ringPhone, stepsOf } from '../model/place.ts';
import type { Callers } from './callers.ts';
import { type Crowd, idlePlan, mannerOf, type Plan } from './people.ts';

/** Where the scenes play. */
export interface Stage {
  readonly pbx: Pbx;
  readonly crowd: Crowd;
  readonly callers: Callers;
  readonly isKept: (device: string) => boolean;
}

/** One kind of story. `weight` 0 says that it cannot be told now; `play` starts it. */
export interface Scene {
  readonly name: string;
  weight(stage: Stage): number;
  play(stage: Stage): Call | undefined;
}

const humanTalk = (stage: Stage) => between(stage.pbx.random, 15_000, 90_000);

function plan(stage: Stage, number: string | null, changes: Partial<Plan>): Plan {
  const endedBy = stage.pbx.random() < 0.6 ? 'origin' : 'peer';
  return { ...idlePlan(stage.pbx, number), talkMs: humanTalk(stage), endedBy, ...changes };
}

function inbound(stage: Stage, caller: Party, line: DemoLine, steps: Step[], changes: Partial<Plan>): Call {
  return placeInbound(stage.pbx, caller, line, steps, (call) =>
    stage.crowd.plan(call, plan(stage, caller.number, changes)),
  );
}

const ms = (stage: Stage, fromS: number, toS: number) => between(stage.pbx.random, fromS * 1000, toS * 1000);

function queueLine(stage: Stage): DemoLine | undefined {
  return pick(
    stage.pbx.random,
    stage.pbx.site.lines.filter(({ queue }) => queue !== undefined),
  );
}

function groupLine(stage: Stage): DemoLine | undefined {
  return stage.pbx.site.lines.find(({ queue }) => queue === undefined);
}

function mainLine(stage: Stage): DemoLine | undefined {
  return pick(
    stage.pbx.random,
    stage.pbx.site.lines.filter(({ group }) => group === 'main'),
  );
}

function freeAgents({ pbx, isKept }: Stage): Phone[] {
  return pbx.phones.all().filter(({ device }) => pbx.phones.isFree(device) && !isKept(device));
}

function freeVisitors({ pbx, isKept }: Stage): Phone[] {
  return pbx.phones.all().filter(({ device }) => pbx.phones.isFree(device) && isKept(device));
}

const anyone = (stage: Stage, fromS: number, toS: number): Plan['answer'] => ({
  device: 'anyone',
  afterMs: ms(stage, fromS, toS),
});

/** A known caller rings the visitor's phone; unanswered, the call is missed or moves on to a colleague. */
export const visitorRings: Scene = {
  name: 'visitor rings',
  weight: (stage) => (freeVisitors(stage).length > 0 ? 6 : 0),
  play(stage) {
    const phone = pick(stage.pbx.random, freeVisitors(stage));
    const line = mainLine(stage);
    if (phone === undefined || line === undefined) return undefined;
    const first = ringPhone(phone.device, ms(stage, 20, 25));
    const colleague = pick(stage.pbx.random, freeAgents(stage));
    const caller = stage.callers.known();
    if (colleague === undefined || stage.pbx.random() < 0.5) return inbound(stage, caller, line, [first], {});
    const answer = { device: colleague.device, afterMs: ms(stage, 4, 9) };
    return inbound(stage, caller, line, [first, ringPhone(colleague.device, 20_000)], { answer });
  },
};

/** A caller waits in a queue and a colleague takes the call. */
export const queueServed: Scene = {
  name: 'queue served',
  weight: (stage) => (freeAgents(stage).length > 1 ? 4 : 0),
  play(stage) {
    const line = queueLine(stage);
    if (line === undefined) return undefined;
    return inbound(stage, stage.callers.known(), line, stepsOf(stage.pbx, line), { answer: anyone(stage, 5, 14) });
  },
};

/** A caller waits in a queue and gives up. */
export const queueAbandoned: Scene = {
  name: 'queue abandoned',
  weight: () => 2,
  play(stage) {
    const line = queueLine(stage);
    if (line === undefined) return undefined;
    const changes = { patienceMs: ms(stage, 9, 26) };
    return inbound(stage, stage.callers.known(), line, stepsOf(stage.pbx, line), changes);
  },
};

/** One phone rings, and nobody is there. */
export const directMissed: Scene = {
  name: 'direct missed',
  weight: (stage) => (freeAgents(stage).length > 0 ? 1 : 0),
  play(stage) {
    const phone = pick(stage.pbx.random, freeAgents(stage));
    const line = mainLine(stage);
    if (phone === undefined || line === undefined) return undefined;
    return inbound(stage, stage.callers.known(), line, [ringPhone(phone.device, ms(stage, 15, 22))], {});
  },
};

/** A line without a queue rings a few phones; mostly one of them is picked up. */
export const ringGroup: Scene = {
  name: 'ring group',
  weight: () => 2,
  play(stage) {
    const line = groupLine(stage);
    if (line === undefined) return undefined;
    const answer = stage.pbx.random() < 0.75 ? anyone(stage, 4, 11) : null;
    return inbound(stage, stage.callers.known(), line, stepsOf(stage.pbx, line), { answer });
  },
};

/** One colleague calls another. */
export const internal: Scene = {
  name: 'internal',
  weight: (stage) => (freeAgents(stage).length > 2 ? 1 : 0),
  play(stage) {
    const from = pick(stage.pbx.random, freeAgents(stage));
    const to = pick(
      stage.pbx.random,
      freeAgents(stage).filter((phone) => phone !== from),
    );
    if (from === undefined || to === undefined) return undefined;
    const answer = { device: to.device, afterMs: ms(stage, 2, 7) };
    return placeInternal(stage.pbx, from, to, (call) => stage.crowd.plan(call, plan(stage, to.extension, { answer })));
  },
};

/** A colleague calls a customer from his desk phone. */
export const outgoing: Scene = {
  name: 'outgoing',
  weight: (stage) => (freeAgents(stage).length > 1 ? 2 : 0),
  play: (stage) => dialOut(stage, stage.callers.toCall()),
};

/** A caller whom nobody served calls again, and is served. */
export const callsAgain: Scene = {
  name: 'calls again',
  weight: (stage) => (stage.callers.missedSince(45_000).length > 0 && freeAgents(stage).length > 1 ? 3 : 0),
  play(stage) {
    const missed = pick(stage.pbx.random, stage.callers.missedSince(45_000));
    if (missed === undefined) return undefined;
    const { party, line } = missed;
    return inbound(stage, party, line, stepsOf(stage.pbx, line), { answer: anyone(stage, 4, 9) });
  },
};

/** Somebody without a number gives up: nobody can call him back by machine. */
export const withheldMissed: Scene = {
  name: 'withheld missed',
  weight: () => 0.7,
  play(stage) {
    const line = queueLine(stage);
    if (line === undefined) return undefined;
    const changes = { patienceMs: ms(stage, 9, 20) };
    return inbound(stage, stage.callers.withheld(), line, stepsOf(stage.pbx, line), changes);
  },
};

/** A number nobody knows; half of them reach somebody. */
export const unknownNumber: Scene = {
  name: 'unknown number',
  weight: () => 2,
  play(stage) {
    const line = queueLine(stage);
    if (line === undefined) return undefined;
    const isServed = stage.pbx.random() < 0.5;
    const changes = isServed ? { answer: anyone(stage, 5, 12) } : { patienceMs: ms(stage, 10, 24) };
    return inbound(stage, stage.callers.unknown(), line, stepsOf(stage.pbx, line), changes);
  },
};

/** A colleague hands the caller on; now and then the next one is not there and the caller is lost. */
export const transferred: Scene = {
  name: 'transferred',
  weight: (stage) => (freeAgents(stage).length > 2 ? 1 : 0),
  play(stage) {
    const line = queueLine(stage);
    if (line === undefined) return undefined;
    const members = stage.pbx.site.people.filter(
      ({ queues }) => line.queue !== undefined && queues.includes(line.queue),
    );
    const serving = new Set(members.flatMap(({ devices }) => devices.map(({ device }) => device)));
    const next = pick(
      stage.pbx.random,
      freeAgents(stage).filter(({ device }) => !serving.has(device)),
    );
    if (next === undefined) return undefined;
    const transfer = {
      device: next.device,
      afterMs: ms(stage, 10, 25),
      answeredAfterMs: stage.pbx.random() < 0.7 ? ms(stage, 4, 9) : null,
      patienceMs: ms(stage, 12, 20),
    };
    const changes = { answer: anyone(stage, 5, 10), transfer };
    return inbound(stage, stage.callers.known(), line, stepsOf(stage.pbx, line), changes);
  },
};

/** A colleague remembers by himself to call back somebody who was missed. */
export const agentCallsBack: Scene = {
  name: 'agent calls back',
  weight: (stage) => (stage.callers.missedSince(90_000).length > 0 && freeAgents(stage).length > 1 ? 1 : 0),
  play(stage) {
    const missed = pick(stage.pbx.random, stage.callers.missedSince(90_000));
    if (missed === undefined) return undefined;
    const number = (missed.party.number ?? '').replace(/^0/, '+44');
    return dialOut(stage, { ...missed.party, number });
  },
};

function dialOut(stage: Stage, party: Party): Call | undefined {
  const from = pick(stage.pbx.random, freeAgents(stage));
  if (from === undefined) return undefined;
  const outside = stage.pbx.random() < 0.15 ? 'no_answer' : mannerOf(party.number ?? '');
  const patienceMs = ms(stage, 18, 26);
  return placeOutgoing(stage.pbx, from, party, (call) =>
    stage.crowd.plan(call, plan(stage, party.number, { outside, patienceMs })),
  );
}

/** All stories that the demonstration tells. */
export const scenes: readonly Scene[] = [
  visitorRings,
  queueServed,
  queueAbandoned,
  directMissed,
  ringGroup,
  internal,
  outgoing,
  callsAgain,
  withheldMissed,
  unknownNumber,
  transferred,
  agentCallsBack,
];
