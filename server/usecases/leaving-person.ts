import type { PersonLeaving } from '../../schema/contracts/leaving.ts';
import { chooseOwners } from './choose-owner.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

/** Undoes a transaction in which something was only tried; carries what it came to. */
class Tried extends Error {
  readonly found: PersonLeaving;
  constructor(found: PersonLeaving) {
    super('tried');
    this.found = found;
  }
}

/** What a person would leave, and to whom the assignment rule would give it: tried in a transaction that is undone. */
export async function personLeaving(office: Office, userId: number): Promise<PersonLeaving> {
  try {
    return await office.transact(async (tx) => {
      if (!(await tx.users.byId(userId))) throw new Refusal('not-found');
      await tx.users.change(userId, { disabledAt: office.now() });
      throw new Tried(await wouldLeave(tx, userId));
    });
  } catch (thrown) {
    if (thrown instanceof Tried) return thrown.found;
    throw thrown;
  }
}

async function wouldLeave(tx: OfficeTx, userId: number): Promise<PersonLeaving> {
  const { owned, held } = await tx.leaving.ofPerson(userId);
  const owners = await chooseOwners(tx, owned);
  const names = new Map((await tx.users.refs()).map((person) => [person.id, person]));
  const counts = new Map<number | null, number>();
  for (const { ownerId } of owners) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
  const goes = [...counts].map(([id, count]) => ({ to: id === null ? null : (names.get(id) ?? null), count }));
  return { owned: owned.length, held, goes: goes.sort((a, b) => b.count - a.count) };
}
