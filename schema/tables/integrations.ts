import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

/** Keys by which other programs come in. Only the hash of the secret is stored; a revoked key stays as a fact. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: rowId(),
    name: text().notNull(),
    scope: text({ enum: ['feed', 'callbacks', 'wall'] }).notNull(),
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

/** What a program was answered to a key it gave: asked twice, told the same. Kept for a week. */
export const requestKeys = pgTable(
  'request_keys',
  {
    tokenId: rowRef('token_id').notNull(),
    key: text().notNull(),
    /** Hash of what was asked: the same key may not ask for something else. */
    askedHash: text('asked_hash').notNull(),
    callbackId: rowRef('callback_id').notNull(),
    /** False when a live item was joined. */
    opened: boolean().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('request_keys_once').on(t.tokenId, t.key), index('request_keys_at').on(t.createdAt)],
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

/** What a person's browser was answered to the key it gave: sent again, a request is answered, not done, again. */
export const requestAnswers = pgTable(
  'request_answers',
  {
    userId: rowRef('user_id').notNull(),
    key: text().notNull(),
    /** Hash of what was asked: the same key may not ask for something else. */
    askedHash: text('asked_hash').notNull(),
    /** Null while it is worked on, and for ever when the service stopped before it could answer. */
    status: integer(),
    body: text(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('request_answers_once').on(t.userId, t.key), index('request_answers_at').on(t.createdAt)],
);

/** The one pair of keys that signs what is pushed to browsers. */
export const pushKeys = pgTable(
  'push_keys',
  {
    id: rowId(),
    publicKey: text('public_key').notNull(),
    privateKey: text('private_key').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  () => [uniqueIndex('push_keys_one').on(sql`(true)`)],
);

/** Browsers that are told of ringing calls; gone with the session they belong to. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: rowId(),
    userId: rowRef('user_id').notNull(),
    sessionHash: text('session_hash').notNull(),
    endpoint: text().notNull(),
    p256dh: text().notNull(),
    auth: text().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('push_subscriptions_endpoint').on(t.endpoint), index('push_subscriptions_user').on(t.userId)],
);
