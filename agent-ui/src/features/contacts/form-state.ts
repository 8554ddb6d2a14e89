import { z } from 'zod';
import {
  type ContactDetail,
  contactLevel,
  type EditContact,
  type NewContact,
} from '../../../../schema/contracts/contacts.ts';
import { ApiProblem } from '../../api/client.ts';
import { asciiDigits } from '../../i18n/digits.ts';
import { isWholeDate } from '../../ui/written-date.ts';

type Level = z.infer<typeof contactLevel>;

/** What the form holds while one types. */
export interface ContactDraft {
  readonly name: string;
  readonly organisation: string;
  readonly roles: string;
  readonly phones: readonly { readonly key: number; readonly number: string; readonly label: string }[];
  readonly level: Level;
  readonly vip: boolean;
  readonly ownerId: number | null;
  /** Digits as they are typed; empty for no rhythm. */
  readonly everyDays: string;
  /** `1979-03-14`, or empty; while one writes, what is half written. */
  readonly birthday: string;
}

const Draft = z.object({
  name: z.string(),
  organisation: z.string(),
  roles: z.string(),
  phones: z.array(z.object({ key: z.number(), number: z.string(), label: z.string() })),
  level: contactLevel,
  vip: z.boolean(),
  ownerId: z.number().nullable(),
  everyDays: z.string(),
  birthday: z.string(),
});
/** Whether what was kept on this machine is a draft as it is today. */
export const isDraft = (value: unknown): value is ContactDraft => Draft.safeParse(value).success;

export function emptyContact(number: string | null, name = ''): ContactDraft {
  const phones = [{ key: 0, number: number ?? '', label: '' }];
  return {
    name,
    organisation: '',
    roles: '',
    phones,
    level: 'potential',
    vip: false,
    ownerId: null,
    everyDays: '',
    birthday: '',
  };
}

export function draftOf(contact: z.infer<typeof ContactDetail>): ContactDraft {
  const phones = contact.phones.map(({ id, e164, label }) => ({ key: id, number: e164, label: label ?? '' }));
  return {
    name: contact.name,
    organisation: contact.organisation ?? '',
    roles: contact.roles.join(', '),
    phones: phones.length > 0 ? phones : [{ key: 0, number: '', label: '' }],
    level: contact.level,
    vip: contact.vip,
    ownerId: contact.owner?.id ?? null,
    everyDays: contact.callEveryDays === null ? '' : String(contact.callEveryDays),
    birthday: contact.birthday ?? '',
  };
}

/** A whole number of days from 1 to 365, in whatever digits it is typed; not a number when it is none. */
export function readDays(text: string): number {
  const digits = asciiDigits(text).trim();
  const days = /^[0-9]{1,3}$/.test(digits) ? Number(digits) : Number.NaN;
  return days >= 1 && days <= 365 ? days : Number.NaN;
}

/** Whether something stands for the rhythm that is none. */
export const badDays = ({ everyDays }: ContactDraft): boolean =>
  everyDays.trim() !== '' && Number.isNaN(readDays(everyDays));

/** Whether it cannot be saved yet. */
export const notReady = (draft: ContactDraft): boolean =>
  draft.name.trim() === '' || badDays(draft) || !isWholeDate(draft.birthday);

/** The body of a new contact: empty lines are left out. */
export function bodyOf(draft: ContactDraft): z.input<typeof NewContact> {
  const organisation = draft.organisation.trim();
  return {
    name: draft.name.trim(),
    ...(organisation ? { organisation } : {}),
    roles: draft.roles
      .split(/[,،;]/)
      .map((role) => role.trim())
      .filter(Boolean)
      .slice(0, 10),
    phones: draft.phones
      .filter(({ number }) => number.trim() !== '')
      .map(({ number, label }) => ({ number: number.trim(), ...(label.trim() ? { label: label.trim() } : {}) })),
    level: draft.level,
    vip: draft.vip,
    ownerId: draft.ownerId,
    callEveryDays: draft.everyDays.trim() === '' ? null : readDays(draft.everyDays),
    birthday: draft.birthday === '' ? null : draft.birthday,
  };
}

/** The body of an edit: it carries the version the person looked at. */
export const editOf = (draft: ContactDraft, version: number): z.input<typeof EditContact> => ({
  ...bodyOf(draft),
  organisation: draft.organisation.trim(),
  version,
});

/** A refusal in words, at the field it is about. */
export function faultOf(error: unknown, words: (error: unknown) => string) {
  return { text: words(error), field: error instanceof ApiProblem ? error.field : undefined };
}
