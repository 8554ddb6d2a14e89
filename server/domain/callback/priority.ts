/** How pressing a debt is beside its clock: more is sooner. */
export function priorityOf({ vip, misses }: { readonly vip: boolean; readonly misses: number }): number {
  return (vip ? 100 : 0) + Math.min(Math.max(misses - 1, 0), 9) * 10;
}

interface Ranked {
  readonly id: number;
  readonly dueAt: number;
  readonly priority: number;
  readonly firstMissAt: number;
}

/** The order of work: overdue first, then priority, then who has waited longest. */
export function inOrderOfWork(now: number): (a: Ranked, b: Ranked) => number {
  const overdue = (item: Ranked) => (item.dueAt <= now ? 0 : 1);
  return (a, b) => overdue(a) - overdue(b) || b.priority - a.priority || a.firstMissAt - b.firstMissAt || a.id - b.id;
}
