import { type Callback, isLive } from './callback.ts';
import type { LedgerEvent } from './transition.ts';

/** One debt that is taken up by another when their customers turn out to be one person. */
export interface Uniting {
  readonly absorbed: Callback;
  readonly into: Callback;
}

type Mergeable = Pick<Callback, 'id' | 'siteId' | 'origin' | 'number' | 'state'>;

/**
 * Which live items of two contacts become one: those one call would settle, to the same number. Follow-ups, promised
 * replies and payments are each about a matter of their own: they move as they are, like all that finds no other.
 */
export function pairUp<Item extends Mergeable>(
  kept: readonly Item[],
  other: readonly Item[],
): readonly { readonly absorbed: Item; readonly into: Item }[] {
  const gone = new Set<number>();
  const takers = new Set<number>();
  return other.flatMap((item) => {
    for (const standing of kept) {
      if (gone.has(standing.id) || !sameCall(standing, item)) continue;
      const into = rank(item) > rank(standing) ? item : standing;
      const absorbed = into === item ? standing : item;
      if (takers.has(absorbed.id) || !mayTakeUp(into, absorbed)) continue;
      gone.add(absorbed.id);
      takers.add(into.id);
      return [{ absorbed, into }];
    }
    return [];
  });
}

function sameCall(a: Mergeable, b: Mergeable): boolean {
  if (a.number === null || a.number !== b.number || a.siteId !== b.siteId) return false;
  return (isDebt(a) && isDebt(b)) || (a.origin === b.origin && (a.origin === 'cadence' || a.origin === 'birthday'));
}

const isDebt = ({ origin }: Mergeable) => origin === 'missed_call' || origin === 'requested';

/** What is in somebody's hands stays; then the wish, because it asks for more than a miss: a talk begun after it. */
function rank(item: Mergeable): number {
  const held = item.state === 'dialing' ? 4 : item.state === 'claimed' ? 2 : 0;
  return held + (item.origin === 'requested' ? 1 : 0);
}

function mayTakeUp(into: Mergeable, absorbed: Mergeable): boolean {
  // Nobody's work is taken from their hands, and what a person must decide stays theirs to decide.
  if (absorbed.state !== 'open' && absorbed.state !== 'needs_human') return false;
  if ((into.state === 'needs_human') !== (absorbed.state === 'needs_human')) return false;
  return absorbed.origin !== 'requested' || into.origin === 'requested';
}

/** The steps of both items, in their order. Nothing is put off: the earlier promise and the higher priority stay. */
export function unite(
  { absorbed, into }: Uniting,
  by: number,
  at: number,
): {
  readonly ofAbsorbed: LedgerEvent;
  readonly ofInto: readonly LedgerEvent[];
} {
  const { id, misses, firstMissAt, latestMissAt, dueAt, promisedAt, workableAt, priority, attemptsCounted } = absorbed;
  const note = notes(into.note, absorbed.note);
  const values = { misses, firstMissAt, latestMissAt, dueAt, promisedAt, workableAt, priority, attemptsCounted, note };
  const united: LedgerEvent = { type: 'united', at, by, from: id, ...values };
  const inherits = isLive(into) && into.ownerId === null && absorbed.ownerId !== null;
  const assigned: LedgerEvent = { type: 'assigned', at, by, ownerId: absorbed.ownerId, rule: absorbed.ownerRule };
  return {
    ofAbsorbed: { type: 'merged', at, by, into: into.id },
    ofInto: inherits ? [united, assigned] : [united],
  };
}

function notes(a: string | null, b: string | null): string | null {
  if (a === null || b === null || a === b) return a ?? b;
  return `${a}\n${b}`;
}
