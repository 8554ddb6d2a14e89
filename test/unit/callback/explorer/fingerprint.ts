import type { Setting, Task, World } from './world.ts';

/** A talk this long pays; below and above it, its length makes no difference. */
const longTalkMs = 10_000;
/** Longer ago makes no difference to any decision. */
const longAgoS = -80;

const letters = { open: 'o', claimed: 'c', dialing: 'd', needs_human: 'n', returned: 'r', closed: 'x', merged: 'm' };

/**
 * Two worlds with the same fingerprint behave the same from now on: deadlines count relative to now, instants that are
 * only compared with each other by their order, fences by how far a claim is behind. 53 bits of two different hashes:
 * among millions of states the chance that one is taken for another is below one in a thousand.
 */
export function fingerprint(world: World, { pbxBehindMs }: Pick<Setting, 'pbxBehindMs'>): number {
  const { now } = world;
  const order: number[] = [now];
  for (const { latestMissAt } of world.items) order.push(latestMissAt);
  for (const { tell, startedAt, endedAt } of world.news) if (tell === 'talked') order.push(startedAt, endedAt);
  for (const { phase, since } of world.pbx) if (phase === 'talk') order.push(since);
  const instants = [...new Set(order)].sort((a, b) => a - b);
  const rank = (at: number) => instants.indexOf(at);
  const left = (at: number | null) => (at === null ? '-' : Math.max(Math.round((at - now) / 1000), longAgoS));
  const behind = (itemId: number, fence: number) =>
    (world.items.find(({ id }) => id === itemId)?.fence ?? 0) > fence ? 1 : 0;
  let text = '';
  for (const item of world.items) {
    text += `${letters[item.state]}${item.claimedBy ?? ''}${left(item.leaseUntil)}${item.openAttemptId ?? ''}`;
    text += `${item.attemptsCounted}.${rank(item.latestMissAt)};`;
  }
  for (const one of world.attempts) {
    text += one.order === 'customer_first' ? 'f' : '';
    text += one.ended
      ? one.abandoned
        ? 'a'
        : 'x'
      : `${one.by}.${left(one.notAfter)}.${left(one.seenAt)}.${behind(one.itemId, one.fence)}`;
    text += `${one.itemId};`;
  }
  for (const claim of world.screens)
    text += claim === null ? '-' : `${claim.itemId}.${behind(claim.itemId, claim.fence)}`;
  text += sorted(world.tasks, (task) => `${task.server}${taskText(task, left)}`);
  text += sorted(world.wire, (order) => `${order.do[0]}${order.attemptId}${left(order.notAfter + pbxBehindMs)}`);
  text += sorted(world.pbx, ({ attemptId, notAfter, phase, since }) => {
    if (phase === 'agent') return `${attemptId}r${left(notAfter + pbxBehindMs)}`;
    if (phase === 'waiting') return `${attemptId}w`;
    return phase === 'talk' ? `${attemptId}t${rank(since)}${now - since >= longTalkMs}` : `${attemptId}d`;
  });
  text += sorted(world.news, ({ tell, attemptId, startedAt, endedAt, talkedMs }) =>
    tell === 'talked'
      ? `${attemptId}t${rank(startedAt)}.${rank(endedAt)}${talkedMs >= longTalkMs}`
      : `${attemptId}${tell}`,
  );
  for (const left of Object.values(world.budget)) text += left;
  return hash(text);
}

function taskText(task: Task, left: (at: number | null) => string | number): string {
  switch (task.do) {
    case 'send':
      return `s${task.attemptId}${task.step[0]}`;
    case 'commit late':
      return `l${task.attemptId}${task.itemId}.${task.fence}`;
    case 'give up':
      return `g${left(task.at)}${task.live?.join() ?? '?'}`;
    case 'check hint':
      return `h${task.attemptId}${task.live?.join() ?? '?'}`;
  }
}

/** A bag: the order of what waits makes no difference. */
function sorted<T>(bag: readonly T[], name: (one: T) => string): string {
  return bag.length === 0 ? '|' : `${bag.map(name).sort().join(';')}|`;
}

function hash(text: string): number {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
  }
  // Never 0: that marks an empty place.
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff) + 1;
}
