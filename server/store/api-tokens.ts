import { and, eq, isNull, sql } from 'drizzle-orm';
import type { TokenRow, TokenScope } from '../../schema/contracts/tokens.ts';
import { apiTokens } from '../../schema/tables/integrations.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly tokenHash: string;
  readonly hint: string;
  readonly createdBy: number;
  readonly createdAt: number;
}

/** Keys of other programs, by the hash of their secret. */
export function apiTokenStore(tx: DbTx) {
  const standing = (id: number) => and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt));
  return {
    async add(token: NewToken): Promise<number> {
      const [row] = await tx.insert(apiTokens).values(token).returning({ id: apiTokens.id });
      if (!row) throw new Error('The token was not stored');
      return row.id;
    },
    /** Newest first, the revoked ones too. */
    list(id?: number): Promise<TokenRow[]> {
      return rowsOf(
        tx,
        sql`select t.id, t.name, t.scope, t.hint, ${personRef('u')} as "createdBy", ${ms('t.created_at')} as "createdAt",
              ${ms('t.last_used_at')} as "lastUsedAt", ${ms('t.revoked_at')} as "revokedAt"
            from api_tokens t join users u on u.id = t.created_by
            where ${id === undefined ? sql`true` : sql`t.id = ${id}`} order by t.id desc limit 500`,
      );
    },
    /** A token that still stands. */
    async find(
      tokenHash: string,
    ): Promise<{ readonly id: number; readonly name: string; readonly scope: TokenScope } | undefined> {
      const found = await tx
        .select({ id: apiTokens.id, name: apiTokens.name, scope: apiTokens.scope })
        .from(apiTokens)
        .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt)));
      return found[0];
    },
    async used(id: number, at: number): Promise<void> {
      await tx.update(apiTokens).set({ lastUsedAt: at }).where(eq(apiTokens.id, id));
    },
    /** False when there is no such token or it was revoked before. */
    async revoke(id: number, by: number, at: number): Promise<boolean> {
      const set = { revokedAt: at, revokedBy: by };
      return (await tx.update(apiTokens).set(set).where(standing(id)).returning({ id: apiTokens.id })).length > 0;
    },
    /** Ids of all tokens of a scope that still stand. */
    async standing(scope: TokenScope): Promise<ReadonlySet<number>> {
      const rows = await tx
        .select({ id: apiTokens.id })
        .from(apiTokens)
        .where(and(eq(apiTokens.scope, scope), isNull(apiTokens.revokedAt)));
      return new Set(rows.map(({ id }) => id));
    },
  };
}
export type ApiTokenStore = ReturnType<typeof apiTokenStore>;
