import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { accessLinks, sessions, users } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';

/** A signed-in browser and whose it is. */
export interface StoredSession {
  readonly tokenHash: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

interface NewSession extends StoredSession {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A one-time link that can still be used. */
export interface AccessLink {
  readonly kind: 'setup' | 'password';
  readonly userId: number | null;
}

const live = {
  tokenHash: sessions.tokenHash,
  userId: sessions.userId,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
};

/** Signed-in browsers, by the hash of their cookie. */
export function sessionStore(tx: DbTx) {
  return {
    async add(session: NewSession): Promise<void> {
      await tx.insert(sessions).values(session);
    },
    /** A session that has not expired, of a person who is not disabled. */
    async find(tokenHash: string, at: number): Promise<StoredSession | undefined> {
      const found = await tx
        .select(live)
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, at), isNull(users.disabledAt)));
      return found[0];
    },
    async touch(tokenHash: string, lastSeenAt: number, expiresAt: number): Promise<void> {
      await tx.update(sessions).set({ lastSeenAt, expiresAt }).where(eq(sessions.tokenHash, tokenHash));
    },
    async end(tokenHash: string): Promise<void> {
      await tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
    },
    /** Signs a person out everywhere. */
    async endAllOf(userId: number): Promise<void> {
      await tx.delete(sessions).where(eq(sessions.userId, userId));
    },
    async anyOf(userId: number, at: number): Promise<boolean> {
      const theirs = and(eq(sessions.userId, userId), gt(sessions.expiresAt, at));
      return (await tx.select({ userId: sessions.userId }).from(sessions).where(theirs).limit(1)).length > 0;
    },
    async removeExpired(at: number): Promise<void> {
      await tx.delete(sessions).where(lt(sessions.expiresAt, at));
    },
  };
}
export type SessionStore = ReturnType<typeof sessionStore>;

/** One-time links, by the hash of their secret. */
export function linkStore(tx: DbTx) {
  const usable = (tokenHash: string, at: number) =>
    and(eq(accessLinks.tokenHash, tokenHash), isNull(accessLinks.usedAt), gt(accessLinks.expiresAt, at));
  const link = { kind: accessLinks.kind, userId: accessLinks.userId };
  return {
    async add(row: AccessLink & { tokenHash: string; createdAt: number; expiresAt: number }): Promise<void> {
      await tx.insert(accessLinks).values(row);
    },
    async find(tokenHash: string, at: number): Promise<AccessLink | undefined> {
      return (await tx.select(link).from(accessLinks).where(usable(tokenHash, at)))[0];
    },
    /** Takes the link: of two who open it at once, one gets it. */
    async take(tokenHash: string, at: number): Promise<AccessLink | undefined> {
      return (await tx.update(accessLinks).set({ usedAt: at }).where(usable(tokenHash, at)).returning(link))[0];
    },
    /** A new link makes the older ones of the same person, or of the set-up, useless. */
    async retire(kind: AccessLink['kind'], userId: number | null, at: number): Promise<void> {
      const whose = userId === null ? isNull(accessLinks.userId) : eq(accessLinks.userId, userId);
      await tx
        .update(accessLinks)
        .set({ usedAt: at })
        .where(and(eq(accessLinks.kind, kind), whose, isNull(accessLinks.usedAt)));
    },
  };
}
export type LinkStore = ReturnType<typeof linkStore>;
