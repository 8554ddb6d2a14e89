import type { MergeField } from '../../../schema/contracts/contact-merges.ts';

/** What a contact holds of its own, as far as two can differ in it. */
export interface MergeValues {
  readonly name: string;
  readonly organisationId: number | null;
  readonly level: string;
  readonly vip: boolean;
  readonly ownerId: number | null;
  readonly favouriteId: number | null;
  readonly birthday: string | null;
  readonly language: string | null;
}

const columns = {
  name: 'name',
  organisation: 'organisationId',
  level: 'level',
  vip: 'vip',
  owner: 'ownerId',
  favourite: 'favouriteId',
  birthday: 'birthday',
  language: 'language',
} as const satisfies Record<MergeField, keyof MergeValues>;
const fields = Object.keys(columns) as MergeField[];

/** Where both say something, and not the same: a person chooses. */
export function differing(kept: MergeValues, other: MergeValues): MergeField[] {
  return fields.filter((field) => {
    const [mine, theirs] = [kept[columns[field]], other[columns[field]]];
    return mine !== null && theirs !== null && mine !== theirs;
  });
}

/** What only the other one knows: it is kept without asking. */
export function filled(kept: MergeValues, other: MergeValues): MergeField[] {
  return fields.filter((field) => kept[columns[field]] === null && other[columns[field]] !== null);
}

/** The values after the merge: `take` of the other, all else of the kept one, and nothing that only one knows is lost. */
export function mergedValues<Values extends MergeValues>(
  kept: Values,
  other: Values,
  take: readonly MergeField[],
): Values {
  const wanted = new Set([...take.filter((field) => other[columns[field]] !== null), ...filled(kept, other)]);
  const taken = fields.filter((field) => wanted.has(field)).map((field) => [columns[field], other[columns[field]]]);
  return { ...kept, ...Object.fromEntries(taken) };
}

interface Asker {
  readonly id: number;
  readonly role: string;
}

/** Supervisors and admins may; an agent only what is theirs, with what is theirs too or nobody's. */
export function mayMerge(
  by: Asker,
  kept: { readonly ownerId: number | null },
  other: { readonly ownerId: number | null },
): boolean {
  if (by.role !== 'agent') return true;
  const owners = [kept.ownerId, other.ownerId].filter((owner) => owner !== null);
  return owners.length > 0 && owners.every((owner) => owner === by.id);
}
