import { index, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

/** Keys by which other programs come in. Only the hash of the secret is stored; a revoked key stays as a fact. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: rowId(),
    name: text().notNull(),
    scope: text({ enum: ['feed'] }).notNull(),
    tokenHash: text('token_hash').notNull(),
    hint: text().notNull(),
    createdBy: rowRef('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: rowRef('revoked_by'),
  },
  (t) => [unique('api_tokens_hash').on(t.tokenHash)],
);

/** What integrators were told, in the order of its commits: `id` is the feed's `seq`. Kept for a day. */
export const feedMessages = pgTable(
  'feed_messages',
  {
    id: rowId(),
    at: instant('at').notNull(),
    /** The same news again is not told twice; null is always told. */
    key: text(),
    body: jsonb().notNull(),
  },
  (t) => [unique('feed_messages_key').on(t.key), index('feed_messages_at').on(t.at)],
);
