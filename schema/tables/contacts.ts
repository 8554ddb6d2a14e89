import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytes, instant, rowId, rowRef } from './columns.ts';

export const contactLevels = ['potential', 'prospect', 'new', 'active', 'junk'] as const;

export const organisations = pgTable('organisations', {
  id: rowId(),
  name: text().notNull(),
  createdAt: instant('created_at').notNull(),
});

export const contacts = pgTable(
  'contacts',
  {
    id: rowId(),
    name: text().notNull(),
    organisationId: rowRef('organisation_id'),
    /** What this person does there: orders, receives, pays, documents … */
    roles: text().array().notNull().default([]),
    level: text({ enum: contactLevels }).notNull().default('potential'),
    vip: boolean().notNull().default(false),
    language: text(),
    ownerId: rowRef('owner_id'),
    favouriteId: rowRef('favourite_id'),
    birthday: date(),
    details: jsonb().notNull().default({}),
    version: rowRef('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    mergedInto: rowRef('merged_into'),
    /** From then on nothing of the person is kept here but the id. */
    erasedAt: instant('erased_at'),
    erasedBy: rowRef('erased_by'),
    /** So many days after the last talk they are to be called again; null: no rhythm. */
    callEveryDays: integer('call_every_days'),
  },
  (t) => [
    index('contacts_organisation').on(t.organisationId),
    index('contacts_name_key').on(sql`name_key(${t.name})`).where(sql`${t.mergedInto} is null`),
    index('contacts_rhythm').on(t.id).where(sql`${t.callEveryDays} is not null`),
    index('contacts_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
  ],
);

/** Two people may share a number: the pair is unique, the number is not. */
export const contactPhones = pgTable(
  'contact_phones',
  {
    id: rowId(),
    contactId: rowRef('contact_id').notNull(),
    e164: text('e164').notNull(),
    label: text(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('contact_phones_pair').on(t.contactId, t.e164), index('contact_phones_e164').on(t.e164)],
);

/** Which of several people behind one number was meant last time, per agent. */
export const matchChoices = pgTable(
  'match_choices',
  {
    e164: text('e164').notNull(),
    userId: rowRef('user_id').notNull(),
    contactId: rowRef('contact_id').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.e164, t.userId] }), index('match_choices_contact').on(t.contactId)],
);

/** Two contacts that were one person: who said so, when, what each was before (blank after an erasure). */
export const contactMerges = pgTable(
  'contact_merges',
  {
    id: rowId(),
    fromId: rowRef('from_id').notNull(),
    intoId: rowRef('into_id').notNull(),
    mergedBy: rowRef('merged_by').notNull(),
    mergedAt: instant('merged_at').notNull(),
    /** Fields whose value came from the contact that was given up. */
    taken: text().array().notNull(),
    before: jsonb(),
    moved: jsonb().notNull(),
  },
  (t) => [unique('contact_merges_once').on(t.fromId), index('contact_merges_into').on(t.intoId)],
);

export const notes = pgTable(
  'notes',
  {
    id: rowId(),
    contactId: rowRef('contact_id'),
    callId: rowRef('call_id'),
    authorId: rowRef('author_id').notNull(),
    body: text().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('notes_contact').on(t.contactId, t.createdAt), index('notes_call').on(t.callId)],
);

/** Numbers that are not rung unless they call us. Who put them here and why; taking one off stands in the audit log. */
export const doNotCall = pgTable('do_not_call', {
  number: text().primaryKey(),
  reason: text().notNull(),
  addedBy: rowRef('added_by').notNull(),
  addedAt: instant('added_at').notNull(),
});

/** The key under which wishes of erased people are kept; one row. */
export const wishKey = pgTable('wish_key', {
  one: boolean().primaryKey().default(true),
  key: bytes().notNull(),
});

/** Wishes not to be called of people who are erased: a digest stands for the number. */
export const keptWishes = pgTable('kept_wishes', {
  digest: bytes().primaryKey(),
  addedAt: instant('added_at').notNull(),
});
