import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ladder, LadderStep } from '../../../server/domain/escalation/ladder.ts';
import { escalatedOwner, type Reachable, whoIsReached } from '../../../server/domain/escalation/reach.ts';

const ladder: Ladder = [
  { step: 'due_soon', minutes: 10, to: ['owner'], by: [] },
  { step: 'overdue', minutes: 0, to: ['lena'], by: [] },
  { step: 'breached', minutes: 60, to: ['max', 'supervisors'], by: [] },
];
const person = (id: number, login: string, over: Partial<Reachable> = {}): Reachable => ({
  id,
  login,
  role: 'agent',
  disabled: false,
  signedIn: true,
  absent: null,
  ...over,
});
const amy = person(1, 'amy');
const lena = person(2, 'lena', { role: 'supervisor' });
const max = person(3, 'max');
const sue = person(4, 'sue', { role: 'supervisor' });
const ann = person(5, 'ann', { role: 'admin' });
const house = [amy, lena, max, sue, ann];
const without = (id: number, over: Partial<Reachable>) =>
  house.map((one) => (one.id === id ? { ...one, ...over } : one));
const told = (step: LadderStep, people: readonly Reachable[], owner: number | null = 1) =>
  whoIsReached(ladder, step, owner, people).map(
    ({ userId, rule, insteadOf }) => `${userId} ${rule}${insteadOf === null ? '' : ` for ${insteadOf}`}`,
  );
const away = (substituteId: number | null) => ({ absent: { substituteId } });

describe('whom a step reaches', () => {
  test('who is named, the owner, the supervisors', () => {
    expect(told('due_soon', house)).toEqual(['1 owner']);
    expect(told('overdue', house)).toEqual(['2 named']);
    expect(told('breached', house)).toEqual(['3 named', '2 role', '4 role']);
  });

  test.each([
    ['away with a substitute', away(1), ['1 substitute for 2']],
    ['away without one', away(null), ['3 next_step for 2']],
    ['not signed in', { signedIn: false }, ['3 next_step for 2']],
    ['disabled', { disabled: true }, ['3 next_step for 2']],
  ])('a person who is %s is replaced, and the rule says so', (_, over, expected) => {
    expect(told('overdue', without(2, over))).toEqual(expected);
  });

  test('a substitute who is away too leaves it to the next step', () => {
    const people = without(2, away(1)).map((one) => (one.id === 1 ? { ...one, ...away(null) } : one));
    expect(told('overdue', people)).toEqual(['3 next_step for 2']);
  });

  test('with nobody else it is all supervisors, each once', () => {
    const people = without(3, { signedIn: false });
    const only: Ladder = [{ step: 'overdue', minutes: 0, to: ['max'], by: [] }];
    const reached = whoIsReached(only, 'overdue', null, people);
    expect(reached).toEqual([2, 4].map((userId) => ({ userId, rule: 'all_supervisors', insteadOf: 3 })));
    // Where supervisors are told anyway, that is why they are.
    expect(told('breached', people)).toEqual(['2 role', '4 role']);
  });

  test('what nobody owns goes to the next step', () => expect(told('due_soon', house, null)).toEqual(['2 next_step']));

  test('a login that nobody has is as good as an absent person', () => {
    const strange: Ladder = [{ step: 'overdue', minutes: 0, to: ['gone'], by: [] }];
    expect(whoIsReached(strange, 'overdue', null, house).map(({ rule }) => rule)).toEqual([
      'all_supervisors',
      'all_supervisors',
    ]);
  });

  test('supervisors who are not signed in are told all the same when none is; without any, the admins', () => {
    const signedOut = house.map((one) => ({ ...one, signedIn: false }));
    expect(told('overdue', signedOut)).toEqual(['2 all_supervisors for 2', '4 all_supervisors for 2']);
    const noSupervisor = house.filter(({ role }) => role !== 'supervisor');
    expect(
      told(
        'overdue',
        noSupervisor.map((one) => ({ ...one, signedIn: false })),
      ),
    ).toEqual(['5 all_supervisors']);
  });

  test('people who are away are not told as supervisors while another is there', () => {
    expect(told('breached', without(4, away(null)))).toEqual(['3 named', '2 role']);
  });

  test('never nobody while somebody works here who may decide, and nobody twice', () => {
    const anyone = fc.record({
      disabled: fc.boolean(),
      signedIn: fc.boolean(),
      absent: fc.option(fc.record({ substituteId: fc.option(fc.integer({ min: 1, max: 5 })) })),
    });
    fc.assert(
      fc.property(
        fc.tuple(anyone, anyone, anyone, anyone),
        fc.constantFrom('due_soon', 'overdue', 'breached'),
        (some, step) => {
          const people = [...house.slice(0, 4).map((one, n) => ({ ...one, ...some[n] })), ann];
          const reached = whoIsReached(ladder, step as LadderStep, 1, people);
          expect(reached.length).toBeGreaterThan(0);
          expect(new Set(reached.map(({ userId }) => userId)).size).toBe(reached.length);
          for (const { userId } of reached) expect(people.find(({ id }) => id === userId)?.disabled).toBe(false);
        },
      ),
    );
  });
});

describe('whose the item becomes', () => {
  const owner = (step: LadderStep, people = house) => escalatedOwner(whoIsReached(ladder, step, 1, people));
  test('of the person who was named, or stands in', () => {
    expect(owner('overdue')).toBe(2);
    expect(owner('overdue', without(2, away(1)))).toBe(1);
  });
  test('nobody new when its owner or only a role was reached', () => {
    expect(owner('due_soon')).toBeNull();
    expect(
      owner(
        'overdue',
        house.map((one) => ({ ...one, signedIn: false })),
      ),
    ).toBeNull();
  });
});
