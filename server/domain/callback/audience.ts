import type { CallbackView } from '../../../schema/contracts/callbacks.ts';

/** What says on whose lists an item stands. */
export interface Standing {
  readonly state: CallbackView['state'];
  readonly origin: CallbackView['origin'];
  readonly ownerId: number | null;
  readonly ownerRule: string | null;
  readonly dueAt: number;
  readonly claimedBy: number | null;
}

/** Whom a change of an item concerns. */
export interface Audience {
  readonly people: ReadonlySet<number>;
  /** It stands, or stood, on the list of everybody. */
  readonly everybody: boolean;
  /** It waits, or waited, for a decision of a supervisor. */
  readonly deciders: boolean;
}

const live = new Set<CallbackView['state']>(['open', 'claimed', 'dialing', 'needs_human']);

/** Null when the item is settled: then it stands on nobody's list. */
export function standingOf(item: CallbackView): Standing | null {
  if (!live.has(item.state)) return null;
  const { state, origin, owner, ownerRule, dueAt, claimedBy } = item;
  return { state, origin, ownerId: owner?.id ?? null, ownerRule, dueAt, claimedBy: claimedBy?.id ?? null };
}

/**
 * Whom it concerns that an item is now as it is: who had it before, who has it now, who has settled or tried it. An item
 * whose place before is not known is told to everybody.
 */
export function audienceOf(before: Standing | undefined, item: CallbackView, now: number): Audience {
  const after = standingOf(item);
  const named = [item.returnedBy, item.closedBy, item.lastTry?.by ?? null].map((person) => person?.id ?? null);
  const all = [before?.ownerId, before?.claimedBy, after?.ownerId, after?.claimedBy, ...named];
  return {
    people: new Set(all.filter((id) => id != null)),
    everybody: before === undefined || isForAll(before, now) || (after !== null && isForAll(after, now)),
    deciders: before === undefined || before.state === 'needs_human' || after?.state === 'needs_human',
  };
}

/**
 * What nobody has, and debts that are late. Whether an owner chosen by a rule is signed in cannot be told from here, so
 * such a debt counts as everybody's: one message too many, never one too few.
 */
function isForAll({ state, origin, ownerId, ownerRule, dueAt }: Standing, now: number): boolean {
  if (state !== 'open') return false;
  const isDebt = origin === 'missed_call' || origin === 'requested';
  return ownerId === null || (isDebt && (dueAt <= now || ownerRule !== 'by_hand'));
}
