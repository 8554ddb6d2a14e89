import { z } from 'zod';
import { CallbackView } from './callbacks.ts';
import { CallRow, NoteView, RecordingView } from './calls.ts';
import { At, ContactRef, Id, IdParam, PageQuery, PersonRef, page } from './common.ts';

export const contactLevel = z.enum(['potential', 'prospect', 'new', 'active', 'junk']);
export const ContactPhone = z.object({ id: Id, e164: z.string(), label: z.string().nullable() });

export const ContactRow = ContactRef.extend({
  level: contactLevel,
  phones: z.array(ContactPhone),
  owner: PersonRef.nullable(),
  lastTalkAt: At.nullable(),
});
export type ContactRow = z.infer<typeof ContactRow>;

export const ContactDetail = ContactRow.extend({
  organisationId: Id.nullable(),
  roles: z.array(z.string()),
  favourite: PersonRef.nullable(),
  birthday: z.string().nullable(),
  /** Days after the last talk at which they are called again. */
  callEveryDays: z.number().int().nullable(),
  language: z.string().nullable(),
  version: z.number().int(),
  createdAt: At,
  lastTalkWith: PersonRef.nullable(),
  calledThisWeek: z.number().int(),
  counts: z.object({ calls: z.number().int(), recordings: z.number().int(), notes: z.number().int() }),
  openCallbacks: z.array(CallbackView),
  colleagues: z.array(ContactRef.extend({ roles: z.array(z.string()), phone: z.string().nullable() })),
  /** Contacts that turned out to be this person. */
  mergedFrom: z.array(z.object({ id: Id, name: z.string(), by: PersonRef, at: At })),
});
export type ContactDetail = z.infer<typeof ContactDetail>;

/** A company with the people we know there and what they do: orders, receives goods, pays, documents. */
export const OrganisationDetail = z.object({
  id: Id,
  name: z.string(),
  people: z.array(ContactRow.extend({ roles: z.array(z.string()) })),
  /** Callbacks we owe its people now. */
  owed: z.number().int(),
});
export type OrganisationDetail = z.infer<typeof OrganisationDetail>;

/** One entry of a contact's timeline, newest first. */
export const TimelineEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    at: At,
    call: CallRow,
    recordings: z.array(RecordingView),
    notes: z.array(NoteView),
  }),
  z.object({ kind: z.literal('note'), at: At, note: NoteView }),
  z.object({ kind: z.literal('recording'), at: At, recording: RecordingView }),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export const TimelinePage = page(TimelineEntry);

export const ContactQuery = PageQuery.extend({ q: z.string().max(100).optional(), organisation: IdParam.optional() });
const text = z.string().trim().max(200);
const contactFields = z.object({
  name: text.min(1),
  organisation: text.optional(),
  roles: z.array(text).max(10),
  phones: z.array(z.object({ number: z.string().min(1).max(60), label: text.optional() })).max(20),
  level: contactLevel,
  vip: z.boolean(),
  ownerId: Id.nullable().optional(),
  callEveryDays: z.number().int().min(1).max(365).nullable().optional(),
  birthday: z.iso.date().nullable().optional(),
  note: z.string().trim().max(4000).optional(),
});
/** `fromNumber`: the number on the card; earlier calls and recordings of it move to the new contact in one transaction. */
export const NewContact = contactFields.extend({
  roles: contactFields.shape.roles.default([]),
  level: contactLevel.default('potential'),
  vip: z.boolean().default(false),
});
/** What is absent stays as it is: a field with a default would be reset by an edit that does not name it. */
export const EditContact = contactFields.partial().extend({ version: z.number().int() });
export const NewNote = z.object({ body: z.string().trim().min(1).max(4000), callId: Id.optional() });
export const ChooseMatch = z.object({ number: z.string().min(1).max(60), contactId: Id });
export const LinkRecording = z.object({
  contactId: Id,
  why: z.string().trim().min(3).max(500),
  /** Given for a move: this link is detached in the same transaction. */
  insteadOf: Id.optional(),
});
export const DetachRecording = z.object({ why: z.string().trim().min(3).max(500) });
