import type { Callback } from '../../../../server/domain/callback/callback.ts';
import type { Setting, World } from './world.ts';

const live = new Set(['open', 'claimed', 'dialing', 'needs_human']);

/** What is broken in this world, in one sentence; null when S3 to S5 hold. */
export function broken(world: World, setting: Setting): string | null {
  const legs = world.pbx.filter(({ phase }) => phase !== 'agent');
  if (legs.length > 1)
    return `S4: ${legs.length} live legs to one customer (${legs.map((leg) => leg.attemptId).join(', ')})`;
  for (const { attemptId } of legs) {
    const row = world.attempts.find(({ id }) => id === attemptId);
    if (!row) return `S4: the customer is rung for ${attemptId}, which is written nowhere`;
    if (row.ended) return `S4: ${attemptId} is over in the ledger and the customer is on its line`;
  }
  if (world.attempts.filter(({ ended }) => !ended).length > 1) return 'S4: two open attempts to one customer';
  for (const item of world.items) {
    const why = brokenItem(item, world, setting);
    if (why) return why;
  }
  return null;
}

function brokenItem(item: Callback, world: World, { rules, policy }: Setting): string | null {
  const missed = world.misses.filter(({ itemId }) => itemId === item.id);
  const name = `item ${item.id}`;
  if (item.origin === 'missed_call' && missed.length !== item.misses) return `S2: ${name} has forgotten a call`;
  const open = world.attempts.filter(({ itemId, ended }) => itemId === item.id && !ended);
  switch (item.state) {
    case 'open':
      return Number.isFinite(item.dueAt) ? noAttempt(name, open) : `S5: ${name} has no due time`;
    case 'claimed':
      if (item.leaseUntil === null || item.leaseUntil > world.now + policy.leaseMs)
        return `S5: ${name} has no short lease`;
      return noAttempt(name, open);
    case 'needs_human':
      return item.needsReason === null ? `S5: ${name} does not say why a person must decide` : noAttempt(name, open);
    case 'dialing': {
      const [attempt] = open;
      if (!attempt || attempt.id !== item.openAttemptId) return `S4: ${name} is being called without an open attempt`;
      if (attempt.fence !== item.fence || attempt.by !== item.claimedBy)
        return `S4: ${name} is called under an old claim`;
      const ends = rules.attemptIsOver(attempt, world.now + 10 * policy.attemptWithinMs, policy, false);
      return ends || world.pbx.some(({ attemptId }) => attemptId === attempt.id)
        ? null
        : `S5: ${attempt.id} never ends`;
    }
    case 'returned':
      return returnedBy(item, world);
    case 'closed':
      return item.closedBy !== null && item.closedReason !== null ? null : `S3: ${name} was closed by nobody`;
    case 'merged':
      return `${name} was merged by nobody`;
  }
}

function returnedBy(item: Callback, { talks, misses }: World): string | null {
  const talk = talks.find(({ endedAt }) => endedAt === item.returnedTalkEndedAt);
  if (!talk) return `S3: item ${item.id} is returned by a talk that never was`;
  const late = misses.some(({ at, itemId }) => itemId === item.id && at >= talk.endedAt);
  return late ? `S3: item ${item.id} was missed after the talk that returned it` : null;
}

function noAttempt(name: string, open: World['attempts']): string | null {
  return open.length === 0 ? null : `S4: ${name} has an open attempt and is not being called`;
}

/** What one step may never do, whatever the state: lose an item, lower a fence, change what is final. */
export function brokenStep(before: World, after: World): string | null {
  for (const old of before.items) {
    const now = after.items.find(({ id }) => id === old.id);
    if (!now) return `S2: item ${old.id} has vanished`;
    if (now.fence < old.fence || now.attemptsCounted < old.attemptsCounted) return `item ${old.id} counts backwards`;
    const why = now.state === 'returned' && now !== old ? returnedBy(now, after) : null;
    if (why !== null) return why;
    if (!live.has(old.state) && now !== old) return `S3: item ${old.id} was ${old.state} and has changed`;
  }
  return null;
}
