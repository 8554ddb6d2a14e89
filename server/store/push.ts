import { and, asc, eq } from 'drizzle-orm';
import { pushKeys, pushSubscriptions } from '../../schema/tables/integrations.ts';
import { users } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A browser that may be told of ringing calls. It is forgotten with the session it belongs to. */
export interface PushSubscription {
  readonly id: number;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Browsers that may be told, and the keys that sign it. */
export function pushStore(tx: DbTx) {
  return {
    /** The keys of this house; those offered are kept when there are none yet. */
    async keys(offered: Keys, at: number): Promise<Keys> {
      await tx
        .insert(pushKeys)
        .values({ ...offered, createdAt: at })
        .onConflictDoNothing();
      const [found] = await tx.select().from(pushKeys).limit(1);
      return found ?? offered;
    },
    of(userId: number): Promise<PushSubscription[]> {
      const { id, endpoint, p256dh, auth } = pushSubscriptions;
      return tx
        .select({ id, endpoint, p256dh, auth })
        .from(pushSubscriptions)
        .where(eq(pushSubscriptions.userId, userId))
        .orderBy(asc(id));
    },
    /** The browser belongs to whoever is signed in there now. Beyond the most that are kept the oldest go. */
    async put(
      entry: { userId: number; sessionHash: string; endpoint: string; p256dh: string; auth: string; createdAt: number },
      most: number,
    ): Promise<void> {
      await tx
        .insert(pushSubscriptions)
        .values(entry)
        .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: entry });
      const mine = await this.of(entry.userId);
      for (const { id } of mine.slice(0, Math.max(0, mine.length - most))) await this.remove(id);
    },
    async remove(id: number): Promise<void> {
      await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id));
    },
    async leave(userId: number, endpoint: string): Promise<void> {
      await tx
        .delete(pushSubscriptions)
        .where(and(eq(pushSubscriptions.userId, userId), eq(pushSubscriptions.endpoint, endpoint)));
    },
    async languageOf(userId: number): Promise<'en' | 'fa' | 'ru' | 'ka'> {
      return (
        (await tx.select({ language: users.language }).from(users).where(eq(users.id, userId)))[0]?.language ?? 'en'
      );
    },
  };
}
export type PushStore = ReturnType<typeof pushStore>;
