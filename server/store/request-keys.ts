import { and, eq, lt } from 'drizzle-orm';
import { requestKeys } from '../../schema/tables/integrations.ts';
import type { DbTx } from '../platform/db.ts';

type Answered = typeof requestKeys.$inferSelect;

/** What programs were answered to the keys they gave. */
export function requestKeyStore(tx: DbTx) {
  return {
    async find(tokenId: number, key: string): Promise<Answered | undefined> {
      const given = and(eq(requestKeys.tokenId, tokenId), eq(requestKeys.key, key));
      return (await tx.select().from(requestKeys).where(given))[0];
    },
    async add(answered: Answered): Promise<void> {
      await tx.insert(requestKeys).values(answered);
    },
    async forget(before: number): Promise<void> {
      await tx.delete(requestKeys).where(lt(requestKeys.createdAt, before));
    },
  };
}
export type RequestKeyStore = ReturnType<typeof requestKeyStore>;
