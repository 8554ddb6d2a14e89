import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clashes,
  type DraftField,
  draftFields,
  resolved,
} from '../../../../agent-ui/src/features/contacts/edit-conflict.ts';
import { type ContactDraft, emptyContact } from '../../../../agent-ui/src/features/contacts/form-state.ts';

const base: ContactDraft = { ...emptyContact('+441', 'Nino'), organisation: 'Tea', roles: 'orders' };

test('what only one of two changed stays without asking; what both changed is asked', () => {
  const mine = { ...base, name: 'Nino B.', organisation: 'Tea Ltd' };
  const theirs = { ...base, organisation: 'Batumi Tea', vip: true };
  expect(clashes(base, mine, theirs)).toEqual([
    { field: 'organisation', mineToo: true },
    { field: 'vip', mineToo: false },
  ]);
  expect(resolved(base, mine, theirs, new Set())).toEqual({ ...theirs, name: 'Nino B.' });
  expect(resolved(base, mine, theirs, new Set<DraftField>(['organisation', 'vip']))).toEqual(mine);
});

test('the same change by both, outer blanks and empty lines are no clash', () => {
  const mine = { ...base, name: 'Nina ', phones: [...base.phones, { key: -1, number: ' ', label: '' }] };
  expect(clashes(base, mine, { ...base, name: 'Nina' })).toEqual([]);
});

test('whatever two people write, nothing of either is lost unseen', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const draft = fc.record({
    name: word,
    organisation: word,
    roles: word,
    phones: word.map((number) => [{ key: 1, number, label: '' }]),
    level: fc.constantFrom('new' as const, 'active' as const),
    vip: fc.boolean(),
    ownerId: fc.constantFrom(null, 1, 2),
    everyDays: fc.constantFrom('', '7', '30'),
    birthday: fc.constantFrom('', '1979-03-14'),
  });
  const chosen = fc.subarray([...draftFields]).map((fields) => new Set(fields));
  fc.assert(
    fc.property(draft, draft, draft, chosen, (was, mine, theirs, keep) => {
      const shown = new Map(clashes(was, mine, theirs).map((clash) => [clash.field, clash]));
      const saved = resolved(was, mine, theirs, keep);
      for (const field of draftFields) {
        const [b, m, t, s] = [was, mine, theirs, saved].map((each) => JSON.stringify(each[field]));
        // A change that does not stand in what is saved was on the screen, and was not chosen.
        if (t !== b && t !== s) expect(shown.has(field) && keep.has(field)).toBe(true);
        if (m !== b && m !== s) expect(shown.get(field)?.mineToo === true && !keep.has(field)).toBe(true);
      }
    }),
  );
});
