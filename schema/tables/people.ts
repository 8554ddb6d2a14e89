import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

export const roles = ['agent', 'supervisor', 'admin'] as const;
export const languages = ['en', 'fa', 'ru', 'ka'] as const;

/** A person who works here. Never deleted, only disabled: the ledger names people for ever. */
export const users = pgTable(
  'users',
  {
    id: rowId(),
    login: text().notNull(),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    language: text({ enum: languages }).notNull().default('en'),
    theme: text({ enum: ['light', 'dark', 'auto'] })
      .notNull()
      .default('auto'),
    /** argon2id; null until the person has set a password by link. */
    passwordHash: text('password_hash'),
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    /** Where notices go by mail; null is nowhere. */
    email: text(),
    /** When a caller's page opens by itself, and as what. */
    popWhen: text('pop_when', { enum: ['ring', 'answer', 'never'] })
      .notNull()
      .default('ring'),
    popAs: text('pop_as', { enum: ['card', 'strip', 'url'] })
      .notNull()
      .default('card'),
    /** `{number}` stands for the caller's number. */
    popUrl: text('pop_url'),
  },
  (t) => [uniqueIndex('users_login').on(sql`lower(${t.login})`)],
);

/** A phone. It belongs to at most one person at a time; null is a phone that belongs to nobody. */
export const devices = pgTable(
  'devices',
  {
    id: rowId(),
    pbxId: rowRef('pbx_id').notNull(),
    device: text().notNull(),
    extension: text().notNull(),
    label: text(),
    userId: rowRef('user_id'),
    seenAt: instant('seen_at'),
    /** Whether it answers when the PBX asks it by NOTIFY; null until it was tried. */
    answersByNotify: boolean('answers_by_notify'),
    answersNotedAt: instant('answers_noted_at'),
  },
  (t) => [unique('devices_name').on(t.pbxId, t.device), index('devices_user').on(t.userId)],
);

export const userQueues = pgTable(
  'user_queues',
  { userId: rowRef('user_id').notNull(), queueId: rowRef('queue_id').notNull() },
  (t) => [unique('user_queues_pair').on(t.userId, t.queueId)],
);

/** A signed-in browser. Only the hash of the cookie is stored. */
export const sessions = pgTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  userId: rowRef('user_id').notNull(),
  createdAt: instant('created_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  ip: text(),
  userAgent: text('user_agent'),
});

/** A one-time link: `setup` makes the first admin (no user yet), `password` lets a person set a password. */
export const accessLinks = pgTable('access_links', {
  tokenHash: text('token_hash').primaryKey(),
  kind: text({ enum: ['setup', 'password'] }).notNull(),
  userId: rowRef('user_id'),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});

/** Who did what to what. Append-only. `actorId` null is Ringback itself. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: rowId(),
    at: instant('at').notNull(),
    actorId: rowRef('actor_id'),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().notNull().default({}),
    ip: text(),
  },
  (t) => [index('audit_log_at').on(t.at), index('audit_log_subject').on(t.subject)],
);

/** Facts to be pushed to screens, written with the change itself and sent after its commit. */
export const outbox = pgTable(
  'outbox',
  {
    id: rowId(),
    at: instant('at').notNull(),
    type: text().notNull(),
    payload: jsonb().notNull(),
    tries: integer().notNull().default(0),
    sent: boolean().notNull().default(false),
  },
  (t) => [index('outbox_unsent').on(t.id).where(sql`not ${t.sent}`)],
);

/** What a person did from that moment on, until their next row. `unseen`: nobody looked. */
export const presenceEvents = pgTable(
  'presence_events',
  {
    id: rowId(),
    userId: rowRef('user_id').notNull(),
    at: instant('at').notNull(),
    state: text({
      enum: ['ready', 'ringing', 'in_call', 'wrap_up', 'paused', 'away', 'unreachable', 'offline', 'unseen'],
    }).notNull(),
    /** Reason of a pause. Untrusted: phones set it too. */
    detail: text(),
    /** Who put them there, when it was not they themselves. */
    byId: rowRef('by_id'),
  },
  (t) => [index('presence_events_person').on(t.userId, t.at, t.id), index('presence_events_at').on(t.at)],
);
