import type { DuplicateRow, MergePreview } from '../../schema/contracts/contact-merges.ts';
import { pairUp } from '../domain/callback/unite.ts';
import { differing, filled, mayMerge } from '../domain/contact/merge.ts';
import { twoContacts } from './merge-contacts.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** What a merge would do: both sides, what must be chosen, what moves, which debts become one. Changes nothing. */
export function previewMerge(office: Office, actor: Actor, keptId: number, otherId: number): Promise<MergePreview> {
  if (keptId === otherId) throw new Refusal('bad-request', 'with');
  return office.transact(async (tx) => {
    const at = office.now();
    const rows = await twoContacts(tx, keptId, otherId, false);
    const kept = await tx.contactViews.head(keptId, at);
    const other = await tx.contactViews.head(otherId, at);
    if (!kept || !other) throw new Refusal('not-found');
    const [mine, theirs] = [await tx.callbacks.liveOf(keptId), await tx.callbacks.liveOf(otherId)];
    const pairs = pairUp(mine, theirs);
    const known = new Set(kept.phones.map(({ e164 }) => e164));
    const unites = pairs.map(({ absorbed: { id, number, origin, misses, dueAt }, into }) => {
      return { id, into: into.id, number, origin, misses, dueAt };
    });
    return {
      kept,
      other,
      differs: differing(rows.kept, rows.other),
      fills: filled(rows.kept, rows.other),
      moves: {
        phones: other.phones.filter(({ e164 }) => !known.has(e164)).length,
        calls: other.counts.calls,
        recordings: other.counts.recordings,
        notes: other.counts.notes,
        callbacks: theirs.length - pairs.length,
        choices: await tx.contactMerges.choices(otherId),
      },
      unites,
      mayMerge: mayMerge(actor, rows.kept, rows.other),
    };
  });
}

/** Who may be the same person as this one, with the signs of it. */
export function findDuplicates(office: Office, id: number): Promise<DuplicateRow[]> {
  return office.transact(async (tx) => {
    const standing = await tx.contacts.standing(id);
    if (standing === undefined) throw new Refusal('not-found');
    return tx.contactMerges.duplicates(standing);
  });
}
