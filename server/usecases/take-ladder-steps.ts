import type { Callback } from '../domain/callback/callback.ts';
import { raisedPriority } from '../domain/escalation/ladder.ts';
import { escalatedOwner, type Reachable, whoIsReached } from '../domain/escalation/reach.ts';
import type { DueStep, LadderGround } from '../store/escalation.ts';
import type { Deps, Tx } from './deps.ts';
import { takeStep } from './take-step.ts';
import { type TakenStep, tellOutside } from './tell-outside.ts';

/** Ways out of the house that stand open: without an address nothing is written for them. */
export interface OutsideWays {
  readonly mail: boolean;
  readonly webhook: boolean;
}

/**
 * Takes the steps whose time has come, each once: who is reached, what becomes of the item, and what goes outside are
 * one transaction. A step that another server took, or whose time was set anew meanwhile, is not taken. Answers how many
 * were.
 */
export function takeLadderSteps(deps: Deps, ways: OutsideWays, limit = 100): Promise<number> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const held = new Map((await tx.escalation.holdDue(at, limit)).map((item) => [item.id, item]));
    if (held.size === 0) return 0;
    const steps = await tx.escalation.dueOf([...held.keys()], at);
    if (steps.length === 0) return 0;
    const people = await tx.escalation.people(at);
    const ground = await tx.escalation.grounds([...held.values()].map(({ lineId }) => lineId));
    const taken: TakenStep[] = [];
    for (const due of steps) {
      const item = held.get(due.callbackId);
      if (!item) continue;
      const result = await takeOne(tx, { due, item, people, ground: ground(item.lineId), at });
      if (result === null) continue;
      held.set(item.id, result.item);
      taken.push(result);
    }
    await tellOutside(tx, taken, ways, at);
    return taken.length;
  });
}

interface One {
  readonly due: DueStep;
  readonly item: Callback;
  readonly people: readonly Reachable[];
  readonly ground: LadderGround;
  readonly at: number;
}

async function takeOne(tx: Tx, { due, item, people, ground, at }: One): Promise<TakenStep | null> {
  const { step } = due;
  // Nobody is told that something will soon be due that is due already: the next step says so.
  if (step === 'due_soon' && item.dueAt <= at) {
    await tx.escalation.pass(due, at);
    return null;
  }
  if (!(await tx.escalation.take(due, at))) return null;
  const reached = whoIsReached(ground.ladder, step, item.ownerId, people);
  const notices = await tx.notices.add(due.id, reached, at);
  // What a supervisor gave to somebody by hand stays there.
  const chosen = item.ownerRule === 'by_hand' ? null : escalatedOwner(reached);
  const after = await takeStep(tx, item, {
    type: 'escalated',
    at,
    step,
    rule: reached[0]?.rule ?? null,
    reached: reached.length,
    priority: raisedPriority(item.priority, step),
    ownerId: chosen === item.ownerId ? null : chosen,
  });
  await tx.outbox.add(at, ...notices.map(({ id }) => ({ type: 'notice.added', id }) as const));
  return { item: after, step, reached, ground };
}
