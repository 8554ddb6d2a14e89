import { z } from 'zod';
import { callbackOrigin } from './callbacks.ts';
import { At, Id, IdParam } from './common.ts';
import { ContactDetail, ContactRow } from './contacts.ts';

/** What only one of two contacts can keep: where both say something else, a person chooses. */
export const mergeField = z.enum([
  'name',
  'organisation',
  'level',
  'vip',
  'owner',
  'favourite',
  'birthday',
  'language',
]);
export type MergeField = z.infer<typeof mergeField>;

/** Why two contacts may be one person. */
export const duplicateSign = z.enum(['same_number', 'same_name', 'same_email']);
export const DuplicateRow = ContactRow.extend({ signs: z.array(duplicateSign) });
export type DuplicateRow = z.infer<typeof DuplicateRow>;

export const MergeSide = ContactDetail.omit({ openCallbacks: true, colleagues: true, mergedFrom: true });
export const MergePreview = z.object({
  kept: MergeSide,
  other: MergeSide,
  /** Fields in which both say something, and not the same. */
  differs: z.array(mergeField),
  /** Fields that only the other one has a value for: they are kept without asking. */
  fills: z.array(mergeField),
  /** What comes over from the other one. */
  moves: z.object({
    phones: z.number().int(),
    calls: z.number().int(),
    recordings: z.number().int(),
    notes: z.number().int(),
    /** Items that are owed and stay as they are. */
    callbacks: z.number().int(),
    /** Choices of agents between several people of one number. */
    choices: z.number().int(),
  }),
  /** Items of the same number that become one. */
  unites: z.array(
    z.object({
      id: Id,
      into: Id,
      number: z.string().nullable(),
      origin: callbackOrigin,
      misses: z.number().int(),
      dueAt: At,
    }),
  ),
  mayMerge: z.boolean(),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const MergeQuery = z.object({ with: IdParam });
/** The versions are those that were looked at; `take` names the fields whose value comes from the other contact. */
export const MergeContacts = z.object({
  otherId: Id,
  version: z.number().int(),
  otherVersion: z.number().int(),
  take: z.array(mergeField).max(mergeField.options.length).default([]),
});
