import type { ContactDraft } from './form-state.ts';

/** What two people can change of one contact at the same time. */
export const draftFields = [
  'name',
  'organisation',
  'roles',
  'phones',
  'level',
  'vip',
  'ownerId',
  'everyDays',
  'birthday',
] as const;
export type DraftField = (typeof draftFields)[number];

/** One field that somebody else changed while I was writing; `mineToo` when I changed it as well, to something else. */
export interface Clash {
  readonly field: DraftField;
  readonly mineToo: boolean;
}

/** What the other changed since `base`, which both began with. What only I changed is no clash. */
export function clashes(base: ContactDraft, mine: ContactDraft, theirs: ContactDraft): readonly Clash[] {
  return draftFields.flatMap((field) => {
    const [was, my, their] = [compared(base, field), compared(mine, field), compared(theirs, field)];
    if (their === was || their === my) return [];
    return [{ field, mineToo: my !== was }];
  });
}

/**
 * The draft to save: theirs, with what only I changed, and of what both changed those fields that I keep. Nothing of
 * theirs is overwritten that was not looked at.
 */
export function resolved(
  base: ContactDraft,
  mine: ContactDraft,
  theirs: ContactDraft,
  keepMine: ReadonlySet<DraftField>,
): ContactDraft {
  const clashing = new Map(clashes(base, mine, theirs).map((clash) => [clash.field, clash]));
  const fromMe = draftFields.filter((field) =>
    clashing.has(field) ? keepMine.has(field) : compared(mine, field) !== compared(base, field),
  );
  return { ...theirs, ...Object.fromEntries(fromMe.map((field) => [field, mine[field]])) };
}

/** A field as it is compared: without outer blanks, numbers without empty lines. */
function compared(draft: ContactDraft, field: DraftField): string {
  if (field !== 'phones') return JSON.stringify(typeof draft[field] === 'string' ? draft[field].trim() : draft[field]);
  const lines = draft.phones.filter(({ number }) => number.trim() !== '');
  return JSON.stringify(lines.map(({ number, label }) => [number.trim(), label.trim()]));
}
