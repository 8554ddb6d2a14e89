import type { Callback } from '../../../../server/domain/callback/callback.ts';
import { isRefused } from '../../../../server/domain/callback/claim.ts';
import type { LedgerEvent } from '../../../../server/domain/callback/transition.ts';
import { type AttemptRow, type Budget, item, number, type Setting, type World } from './world.ts';

/** One thing that may happen next, and the world after it. */
export interface Move {
  readonly what: string;
  readonly world: World;
}

export function spend(world: World, of: keyof Budget): Budget {
  return { ...world.budget, [of]: world.budget[of] - 1 };
}

/** The world after these steps of an item; null when the ledger refuses one of them, and with it the transaction. */
export function step(world: World, { rules }: Setting, id: number, steps: readonly LedgerEvent[]): World | null {
  let now: Callback | null | undefined = world.items.find((one) => one.id === id);
  for (const event of steps) now = now ? rules.apply(now, event) : null;
  if (!now) return null;
  const after = now;
  return { ...world, items: world.items.map((one) => (one.id === id ? after : one)) };
}

/** What people and timers do to the ledger: each is one transaction, whole or not at all. */
export function ledgerMoves(world: World, setting: Setting): Move[] {
  return [
    ...misses(world),
    ...agents(world, setting),
    ...launches(world, setting),
    ...rounds(world, setting),
    ...others(world, setting),
  ];
}

/** The customer calls once more and reaches nobody: joins the live item, or opens one. */
function misses(world: World): Move[] {
  if (world.budget.misses === 0) return [];
  const { now } = world;
  const live = world.items.find(
    ({ origin, state }) => origin === 'missed_call' && ['open', 'claimed', 'dialing', 'needs_human'].includes(state),
  );
  const id = live?.id ?? world.items.length + 1;
  const items = live
    ? world.items.map((one) => (one === live ? joined(one, now) : one))
    : [...world.items, item(id, 'missed_call', now)];
  const missed = [...world.misses, { at: now, itemId: id }];
  return [
    {
      what: 'the customer calls and is missed',
      world: { ...world, items, misses: missed, budget: spend(world, 'misses') },
    },
  ];
}

function joined(live: Callback, at: number): Callback {
  return {
    ...live,
    misses: live.misses + 1,
    latestMissAt: Math.max(live.latestMissAt, at),
    updatedAt: Math.max(live.updatedAt, at),
  };
}

/** Agents press Claim, Give back and Call on what their screens show, however old that is. */
function agents(world: World, setting: Setting): Move[] {
  const { rules, policy } = setting;
  const { now, budget } = world;
  const moves: Move[] = [];
  for (const [n, by] of setting.agents.entries()) {
    const seen = world.screens[n] ?? null;
    const show = (claim: World['screens'][number]) => world.screens.map((old, at) => (at === n ? claim : old));
    for (const one of budget.claims > 0 ? world.items : []) {
      const decision = rules.decideClaim(one, by, now, policy.leaseMs);
      if (isRefused(decision)) continue;
      const [what, after] =
        'renewUntil' in decision
          ? ['keeps', renewed(world, one, decision.renewUntil)]
          : ['claims', step(world, setting, one.id, decision.steps)];
      const fence = after?.items.find(({ id }) => id === one.id)?.fence;
      if (after && fence !== undefined)
        moves.push({
          what: `agent ${by} ${what} item ${one.id}`,
          world: { ...after, screens: show({ itemId: one.id, fence }), budget: spend(world, 'claims') },
        });
    }
    const held = world.items.find(({ id }) => id === seen?.itemId);
    if (!held || seen === null) continue;
    const given = rules.decideRelease(held, by, seen.fence, now);
    const freed = isRefused(given) ? null : step(world, setting, held.id, given.steps);
    if (freed) moves.push({ what: `agent ${by} gives item ${held.id} back`, world: { ...freed, screens: show(null) } });
    if (budget.calls > 0) moves.push(...presses(world, setting, n, held, seen.fence));
  }
  return moves;
}

function renewed(world: World, one: Callback, leaseUntil: number): World {
  return {
    ...world,
    items: world.items.map((old) => (old === one ? { ...one, leaseUntil, updatedAt: world.now } : old)),
  };
}

function presses(world: World, setting: Setting, n: number, held: Callback, fence: number): Move[] {
  const by = setting.agents[n] ?? 0;
  const attemptId = `a${world.attempts.length + world.tasks.filter(({ do: what }) => what === 'commit late').length + 1}`;
  const budget = spend(world, 'calls');
  if (!setting.rules.sendsAfterCommit) {
    const notAfter = world.now + setting.policy.attemptWithinMs;
    const wire = [...world.wire, { do: 'originate', attemptId, notAfter, order: 'agent_first' } as const];
    const task = { server: n, do: 'commit late', attemptId, itemId: held.id, fence } as const;
    return [
      {
        what: `agent ${by} presses Call (${attemptId}): ordered before it is written`,
        world: { ...world, wire, tasks: [...world.tasks, task], budget },
      },
    ];
  }
  const after = startAttempt(world, setting, n, { attemptId, itemId: held.id, fence });
  if (after === null) return [];
  const task = { server: n, do: 'send', attemptId, step: 'committed' } as const;
  return [
    {
      what: `agent ${by} presses Call: ${attemptId} is committed`,
      world: { ...after, tasks: [...after.tasks, task], budget },
    },
  ];
}

/**
 * The service calls the customer first for an agent who is free: claim, attempt and the agent who is kept are one
 * transaction. That no agent is kept twice needs a second customer, and is the database's own rule (0025, tested there);
 * another agent for a customer who waits changes no item and no attempt.
 */
function launches(world: World, setting: Setting): Move[] {
  if (world.budget.launches === 0) return [];
  const { rules, policy } = setting;
  const open = world.attempts.filter(({ ended }) => !ended);
  const isBusy = (by: number) =>
    open.some((one) => one.by === by) || world.items.some(({ claimedBy }) => claimedBy === by);
  return world.items.flatMap((item) =>
    setting.agents.flatMap((by, n): Move[] => {
      if (isBusy(by) || world.attempts.some(({ itemId, abandoned }) => itemId === item.id && abandoned)) return [];
      const attemptId = `a${world.attempts.length + 1}`;
      const wish = { attemptId, by, number, at: world.now, item, numberIsCalled: open.length > 0, isStarting: false };
      const launch = rules.decideLaunch(wish, policy);
      if (isRefused(launch) || launch.start.step === null) return [];
      const row: AttemptRow = {
        ...{ id: attemptId, itemId: item.id, by, fence: launch.claimed.fence, notAfter: launch.start.notAfter },
        ...{ seenAt: null, ended: false, order: 'customer_first', abandoned: false },
      };
      const steps = [...launch.claim, launch.start.step];
      const after = step({ ...world, attempts: [...world.attempts, row] }, setting, item.id, steps);
      if (after === null) return [];
      const task = { server: n, do: 'send', attemptId, step: 'committed' } as const;
      return [
        {
          what: `server ${n} keeps agent ${by} and will call item ${item.id} first: ${attemptId} is committed`,
          world: { ...after, tasks: [...after.tasks, task], budget: spend(world, 'launches') },
        },
      ];
    }),
  );
}

/** One transaction: the attempt's row and the item's step; null when it is refused. */
export function startAttempt(
  world: World,
  setting: Setting,
  n: number,
  { attemptId, itemId, fence }: { readonly attemptId: string; readonly itemId: number; readonly fence: number },
): World | null {
  const by = setting.agents[n] ?? 0;
  const held = world.items.find(({ id }) => id === itemId);
  if (!held) return null;
  const open = world.attempts.filter(({ ended }) => !ended);
  const isStarting = open.some((one) => one.by === by && one.seenAt === null && one.notAfter > world.now);
  const start = setting.rules.decideAttempt(
    {
      attemptId,
      by,
      number,
      at: world.now,
      callback: { item: held, fence },
      numberIsCalled: open.length > 0,
      isStarting,
    },
    setting.policy,
  );
  if (isRefused(start) || start.step === null) return null;
  const row: AttemptRow = {
    id: attemptId,
    itemId,
    by,
    fence: held.fence,
    notAfter: start.notAfter,
    seenAt: null,
    ended: false,
    order: 'agent_first',
    abandoned: false,
  };
  return step({ ...world, attempts: [...world.attempts, row] }, setting, itemId, [start.step]);
}

/** Leases that nobody renews end. */
function rounds(world: World, setting: Setting): Move[] {
  const { rules, policy } = setting;
  return world.items.flatMap((one) => {
    if (!rules.leaseIsOver(one, world.now, policy.leaseMs)) return [];
    const after = step(world, setting, one.id, [rules.leaseOver(world.now)]);
    return after ? [{ what: `the lease of item ${one.id} is over`, world: after }] : [];
  });
}

/** The customer calls in and is served; a supervisor closes. */
function others(world: World, setting: Setting): Move[] {
  const { now, budget } = world;
  const moves: Move[] = [];
  if (budget.comesIn > 0) {
    const talks = [...world.talks, { endedAt: now, talkedMs: 5_000 }];
    const served = pay({ ...world, talks }, setting, {
      direction: 'inbound',
      startedAt: now - 5_000,
      endedAt: now,
      talkedMs: 5_000,
      itemId: null,
    });
    moves.push({
      what: 'the customer calls and talks with somebody',
      world: { ...served, budget: spend(world, 'comesIn') },
    });
  }
  for (const one of budget.closes > 0 ? world.items : []) {
    const by = { id: setting.supervisor, role: 'supervisor' };
    const closing = setting.rules.decideClose(
      one,
      by,
      { reason: 'other', note: 'decided' },
      now,
      setting.policy.leaseMs,
    );
    const after = isRefused(closing) ? null : step(world, setting, one.id, closing.steps);
    if (after)
      moves.push({ what: `a supervisor closes item ${one.id}`, world: { ...after, budget: spend(world, 'closes') } });
  }
  return moves;
}

interface Talk {
  readonly direction: 'inbound' | 'outbound';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly talkedMs: number;
  readonly itemId: number | null;
}

/** A talk settles every live item that it pays, whoever holds it. */
export function pay(world: World, setting: Setting, { direction, startedAt, endedAt, talkedMs, itemId }: Talk): World {
  const talk = {
    callId: 1,
    direction,
    number,
    key: direction === 'inbound' ? `1:main:${number}` : null,
    contactId: null,
    contactNumbers: [],
    startedAt,
    endedAt,
    talkedMs,
    agentId: 11,
    calledBackId: itemId,
    saidReached: false,
  };
  let after = world;
  for (const one of world.items) {
    if (!setting.rules.settles(talk, one, 10_000)) continue;
    const returned = {
      type: 'returned',
      at: world.now,
      by: 11,
      callId: 1,
      talkEndedAt: endedAt,
      settledAs: 'late',
    } as const;
    after = step(after, setting, one.id, [returned]) ?? after;
  }
  return after;
}
