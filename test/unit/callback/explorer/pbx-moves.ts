import { abandonedByUs } from '../../../../server/domain/callback/settle.ts';
import { type Move, pay, spend, startAttempt, step } from './ledger-moves.ts';
import type { News, PbxCall, Setting, Task, World } from './world.ts';

/** What servers do beside the ledger, what the wire and the PBX do, how time passes, and all that goes wrong. */
export function pbxMoves(world: World, setting: Setting): Move[] {
  return [
    ...time(world, setting),
    ...tasks(world, setting),
    ...wire(world, setting),
    ...phones(world, setting),
    ...reading(world, setting),
    ...givingUp(world, setting),
    ...wishes(world, setting),
    ...faults(world),
  ];
}

function time(world: World, { tickMs }: Setting): Move[] {
  return [{ what: `${tickMs / 1000} s pass`, world: { ...world, now: world.now + tickMs } }];
}

/** A server goes on with what it has begun: at once, or much later, because it was frozen in between. */
function tasks(world: World, setting: Setting): Move[] {
  return world.tasks.flatMap((task) => {
    const rest = { ...world, tasks: world.tasks.filter((one) => one !== task) };
    return next(world, rest, task, setting).map(({ what, world: after }) => ({
      what: `server ${task.server}: ${what}`,
      world: after,
    }));
  });
}

function next(world: World, rest: World, task: Task, setting: Setting): Move[] {
  const { rules } = setting;
  switch (task.do) {
    case 'send': {
      const row = world.attempts.find(({ id }) => id === task.attemptId);
      const [notAfter, dialOrder] = [row?.notAfter ?? 0, row?.order ?? 'agent_first'];
      if (task.step === 'committed') {
        if (rules.timeToSend(notAfter, world.now) === null)
          return [{ what: `${task.attemptId} is too late to send`, world: rest }];
        return [
          {
            what: `${task.attemptId} is in time`,
            world: { ...rest, tasks: [...rest.tasks, { ...task, step: 'timely' }] },
          },
        ];
      }
      const order = { do: 'originate', attemptId: task.attemptId, notAfter, order: dialOrder } as const;
      return [{ what: `orders ${task.attemptId}`, world: { ...rest, wire: [...rest.wire, order] } }];
    }
    case 'commit late': {
      const after = startAttempt(rest, setting, task.server, task);
      return [{ what: `writes ${task.attemptId}${after ? '' : ', refused'}`, world: after ?? rest }];
    }
    case 'give up':
      if (task.live === null)
        return [
          {
            what: 'the PBX tells what is live',
            world: { ...rest, tasks: [...rest.tasks, { ...task, live: liveOn(world) }] },
          },
        ];
      return [{ what: 'gives up what is over', world: giveUp(rest, setting, task.at ?? world.now, task.live) }];
    case 'check hint':
      if (task.live === null)
        return [
          {
            what: 'the PBX tells what is live',
            world: { ...rest, tasks: [...rest.tasks, { ...task, live: liveOn(world) }] },
          },
        ];
      return [
        {
          what: `${task.attemptId} failed${task.live.includes(task.attemptId) ? ': not believed' : ''}`,
          world: task.live.includes(task.attemptId) ? rest : end(rest, setting, task.attemptId, notRung),
        },
      ];
  }
}

function liveOn(world: World): readonly string[] {
  return world.pbx.map(({ attemptId }) => attemptId);
}

function giveUp(world: World, setting: Setting, at: number, live: readonly string[]): World {
  const over = world.attempts.filter(
    (one) => !one.ended && setting.rules.attemptIsOver(one, at, setting.policy, live.includes(one.id)),
  );
  return over.reduce(
    (now, { id }) => end(now, setting, id, { outcome: 'cancelled', detail: 'expired', counted: false }),
    world,
  );
}

type Verdict = ReturnType<Setting['rules']['attemptVerdict']>;
const notRung: Verdict = { outcome: 'agent_unreachable', detail: null, counted: false };

/** One transaction: the attempt's outcome and the item's step. An attempt that is over stays as it is. */
function end(world: World, setting: Setting, id: string, verdict: Verdict): World {
  const row = world.attempts.find((one) => one.id === id);
  const held = world.items.find((one) => one.id === row?.itemId);
  if (!row || row.ended || !held) return world;
  const over = { ...row, ended: true, abandoned: verdict.detail === abandonedByUs };
  const after = { ...world, attempts: world.attempts.map((one) => (one === row ? over : one)) };
  const event = setting.rules.attemptEnds(held, id, verdict, setting.policy, world.now);
  return event === null ? after : (step(after, setting, held.id, [event]) ?? world);
}

/** Orders reach the PBX late or never; the phone they are for may be unreachable. Late ones ring no customer. */
function wire(world: World, { pbxBehindMs, rules }: Setting): Move[] {
  return world.wire.flatMap((order) => {
    const { attemptId } = order;
    const rest = { ...world, wire: world.wire.filter((one) => one !== order) };
    const call = world.pbx.find((one) => one.attemptId === attemptId);
    const moves: Move[] = [];
    if (order.do === 'hang up') {
      moves.push({
        what: `the PBX hangs ${attemptId} up`,
        world: call ? endCall(rest, call, hungUp[call.phase]) : rest,
      });
    } else if (!call && order.order === 'customer_first') {
      const half: PbxCall = {
        attemptId,
        notAfter: order.notAfter,
        phase: 'customer',
        since: world.now,
        order: order.order,
      };
      const seen = tell({ ...rest, pbx: [...rest.pbx, half] }, attemptId, 'seen');
      moves.push(
        rules.dialplanLooksAtClock && isLate(order.notAfter, world, pbxBehindMs)
          ? { what: `${attemptId} is refused as late`, world: endCall(seen, half, 'never dialled') }
          : { what: `the customer's phone rings for ${attemptId}`, world: seen },
      );
    } else if (!call) {
      const rings: PbxCall = {
        attemptId,
        notAfter: order.notAfter,
        phase: 'agent',
        since: world.now,
        order: order.order,
      };
      moves.push({
        what: `the agent's phone rings for ${attemptId}`,
        world: tell({ ...rest, pbx: [...rest.pbx, rings] }, attemptId, 'seen'),
      });
      moves.push({ what: `the agent's phone cannot be rung for ${attemptId}`, world: tell(rest, attemptId, 'failed') });
    }
    if (world.budget.losses > 0)
      moves.push({
        what: `the order to ${order.do} ${attemptId} is lost`,
        world: { ...rest, budget: spend(world, 'losses') },
      });
    return moves;
  });
}

const hungUp = { agent: 'never dialled', customer: 'never dialled', waiting: 'abandoned', talk: 'talked' } as const;

function isLate(notAfter: number, { now }: World, pbxBehindMs: number): boolean {
  return Math.floor(notAfter / 1000) < Math.floor((now - pbxBehindMs) / 1000);
}

function tell(world: World, attemptId: string, what: News['tell'], startedAt = world.now, talkedMs = 0): World {
  return { ...world, news: [...world.news, { tell: what, attemptId, startedAt, endedAt: world.now, talkedMs }] };
}

function endCall(world: World, call: PbxCall, how: News['tell'], talkedMs = world.now - call.since): World {
  const after = { ...world, pbx: world.pbx.filter((one) => one !== call) };
  if (how !== 'talked') return tell(after, call.attemptId, how);
  const talked = { ...after, talks: [...after.talks, { endedAt: world.now, talkedMs }] };
  return tell(talked, call.attemptId, how, call.since, talkedMs);
}

/** People at both ends, and the dialplan that looks at its clock before it dials the customer. */
function phones(world: World, { pbxBehindMs }: Setting): Move[] {
  return world.pbx.flatMap((call): Move[] => {
    const { attemptId } = call;
    if (call.phase === 'agent') return agentsPhone(world, call, pbxBehindMs);
    if (call.phase === 'talk')
      return [{ what: `the talk of ${attemptId} ends`, world: endCall(world, call, 'talked') }];
    if (call.phase === 'waiting')
      return [
        { what: `one of ours takes the customer of ${attemptId}`, world: become(world, call, 'talk') },
        { what: `none of ours takes the customer of ${attemptId}`, world: endCall(world, call, 'abandoned') },
      ];
    const answered = call.order === 'customer_first' ? 'waiting' : 'talk';
    return [
      { what: `the customer answers ${attemptId}`, world: become(world, call, answered) },
      { what: `the customer is busy for ${attemptId}`, world: endCall(world, call, 'busy') },
      { what: `the number of ${attemptId} does not exist`, world: endCall(world, call, 'no number') },
    ];
  });
}

function agentsPhone(world: World, call: PbxCall, pbxBehindMs: number): Move[] {
  const { attemptId, notAfter } = call;
  return [
    isLate(notAfter, world, pbxBehindMs)
      ? { what: `the agent answers, ${attemptId} is refused as late`, world: endCall(world, call, 'never dialled') }
      : {
          what: `the agent answers, the customer's phone rings for ${attemptId}`,
          world: become(world, call, 'customer'),
        },
    { what: `the agent refuses ${attemptId}`, world: endCall(world, call, 'agent refused') },
  ];
}

function become(world: World, call: PbxCall, phase: PbxCall['phase']): World {
  const after = { ...call, phase, since: world.now };
  return { ...world, pbx: world.pbx.map((one) => (one === call ? after : one)) };
}

/** News are read in any order, perhaps twice, perhaps never. */
function reading(world: World, setting: Setting): Move[] {
  return world.news.flatMap((one) => {
    const { attemptId, tell: what } = one;
    const rest = { ...world, news: world.news.filter((other) => other !== one) };
    const moves: Move[] = [{ what: `a server reads: ${what} ${attemptId}`, world: read(rest, setting, one) }];
    if (world.budget.doubles > 0) {
      const twice = { ...world, budget: spend(world, 'doubles') };
      moves.push({
        what: `a server reads, and will read again: ${what} ${attemptId}`,
        world: read(twice, setting, one),
      });
    }
    if (world.budget.losses > 0)
      moves.push({ what: `nobody hears: ${what} ${attemptId}`, world: { ...rest, budget: spend(world, 'losses') } });
    return moves;
  });
}

const customerDid = {
  busy: 'busy',
  'no number': 'not_a_number',
  talked: 'answered',
  abandoned: 'answered',
  'never dialled': 'never_dialled',
  'agent refused': null,
} as const;

function read(world: World, setting: Setting, { tell: what, attemptId, startedAt, endedAt, talkedMs }: News): World {
  const row = world.attempts.find(({ id }) => id === attemptId);
  if (!row) return world;
  switch (what) {
    case 'seen': {
      const seen = row.seenAt === null ? { ...row, seenAt: world.now } : row;
      return { ...world, attempts: world.attempts.map((one) => (one === row ? seen : one)) };
    }
    case 'failed':
      if (!setting.rules.hintIsChecked) return end(world, setting, attemptId, notRung);
      return { ...world, tasks: [...world.tasks, { server: 0, do: 'check hint', attemptId, live: null }] };
    default: {
      const customerFirst = row.order === 'customer_first';
      const nobodyCame = customerFirst && what !== 'talked';
      const facts = {
        agent: what === 'agent refused' ? 'declined' : nobodyCame ? 'no_answer' : 'answered',
        customer: customerDid[what],
        talkedMs,
        saidReached: false,
        customerFirst,
      } as const;
      const paid =
        what === 'talked'
          ? pay(world, setting, { direction: 'outbound', startedAt, endedAt, talkedMs, itemId: row.itemId })
          : world;
      return end(paid, setting, attemptId, setting.rules.attemptVerdict(facts, 10_000));
    }
  }
}

/** Every few seconds a server looks for attempts that can come to nothing any more: first at the clock, then at the PBX. */
function givingUp(world: World, { rules, policy }: Setting): Move[] {
  const { now } = world;
  if (world.tasks.some((task) => task.do === 'give up')) return [];
  const may = world.attempts.some((one) => !one.ended && rules.attemptIsOver(one, now, policy, false));
  if (rules.looksAtClockFirst && !may) return [];
  if (!world.attempts.some(({ ended }) => !ended)) return [];
  const task: Task = rules.looksAtClockFirst
    ? { server: 1, do: 'give up', at: now, live: null }
    : { server: 1, do: 'give up', at: null, live: liveOn(world) };
  return [{ what: 'a server looks for attempts that are over', world: { ...world, tasks: [...world.tasks, task] } }];
}

/** The agent changes their mind. */
function wishes(world: World, setting: Setting): Move[] {
  if (world.budget.cancels === 0) return [];
  return world.attempts.flatMap((one) => {
    if (one.ended) return [];
    const order = { do: 'hang up', attemptId: one.id, notAfter: one.notAfter, order: one.order } as const;
    const wished = { ...world, wire: [...world.wire, order], budget: spend(world, 'cancels') };
    const byAgent = { outcome: 'cancelled', detail: 'by_agent', counted: false } as const;
    const after = setting.rules.cancelWaitsForPbx ? wished : end(wished, setting, one.id, byAgent);
    return [{ what: `agent ${one.by} cancels ${one.id}`, world: after }];
  });
}

/** A server dies, and with it all it has begun; the PBX says that something failed which did not. */
function faults(world: World): Move[] {
  const moves: Move[] = [];
  const { crashes, lies } = world.budget;
  if (crashes > 0) {
    for (const server of new Set(world.tasks.map((task) => task.server))) {
      const left = world.tasks.filter((task) => task.server !== server);
      moves.push({ what: `server ${server} dies`, world: { ...world, tasks: left, budget: spend(world, 'crashes') } });
    }
  }
  for (const { attemptId } of lies > 0 ? world.pbx : []) {
    moves.push({
      what: `the PBX says wrongly that ${attemptId} failed`,
      world: { ...tell(world, attemptId, 'failed'), budget: spend(world, 'lies') },
    });
  }
  return moves;
}
