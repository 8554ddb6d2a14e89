import { Refusal } from '../../usecases/refusal.ts';

/**
 * Does one thing to many rows, each in its own transaction, and counts those it was done to. A row that has moved on
 * meanwhile is passed over; when it was all of them, the first refusal is the answer.
 */
export async function eachOf(
  ids: readonly number[],
  work: (id: number) => Promise<unknown>,
): Promise<{ changed: number }> {
  let changed = 0;
  let refused: Refusal | undefined;
  for (const id of new Set(ids)) {
    try {
      await work(id);
      changed += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused ??= error;
    }
  }
  if (changed === 0 && refused) throw refused;
  return { changed };
}
