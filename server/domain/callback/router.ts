/** An item that waits to be called, as far as its offering goes; given in order of work. */
export interface WaitingItem {
  readonly id: number;
  readonly ownerId: number | null;
  /** Overdue items are everybody's; others wait for their owner while that person is signed in. */
  readonly overdue: boolean;
  /** Who let it pass lately, and when. */
  readonly passedBy: readonly { readonly userId: number; readonly at: number }[];
}

/** An agent who is ready and holds nothing. */
export interface FreeAgent {
  readonly id: number;
  readonly readySince: number;
  /** Items they were given today. */
  readonly taken: number;
}

/** For so long nobody is offered again what they have let pass. */
export const passedForMs = 5 * 60_000;

/**
 * Who is offered what now: never more offers than free agents, one for each. An item goes to its owner; when that person
 * is away, or it is overdue, to whoever had the fewest today, then to who has waited longest.
 */
export function chooseOffers(
  items: readonly WaitingItem[],
  free: readonly FreeAgent[],
  signedIn: ReadonlySet<number>,
  at: number,
): readonly { readonly callbackId: number; readonly userId: number }[] {
  const left = [...free].sort((a, b) => a.taken - b.taken || a.readySince - b.readySince || a.id - b.id);
  const offers: { callbackId: number; userId: number }[] = [];
  for (const item of items) {
    if (left.length === 0) break;
    const passed = new Set(item.passedBy.filter(({ at: then }) => then > at - passedForMs).map(({ userId }) => userId));
    const may = left.filter(({ id }) => !passed.has(id));
    const owner = may.find(({ id }) => id === item.ownerId);
    const mine = item.ownerId !== null && !item.overdue && signedIn.has(item.ownerId) && !passed.has(item.ownerId);
    const chosen = owner ?? (mine ? undefined : may[0]);
    if (!chosen) continue;
    left.splice(left.indexOf(chosen), 1);
    offers.push({ callbackId: item.id, userId: chosen.id });
  }
  return offers;
}
