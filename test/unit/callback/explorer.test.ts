import { describe, expect, test } from 'vitest';
import { explore } from './explorer/explore.ts';
import { type Case, deep, everyTime } from './explorer/settings.ts';
import { firstWorld, productRules, type Rules, setting } from './explorer/world.ts';

const cases = process.env.RINGBACK_EXPLORE === 'deep' ? [...everyTime, ...deep] : everyTime;

function exploreCase({ budget, tickMs, asksToo = false }: Case, rules: Partial<Rules> = {}) {
  return explore(firstWorld(budget, { asksToo }), setting(rules, { tickMs }));
}

describe('in every state that two servers, two agents, a PBX and one customer can come to', () => {
  test.each(cases)(
    'S3 to S5 hold: $name',
    (one) => {
      const { states, steps, depth, isWhole, counterexample } = exploreCase(one);
      console.info(`explored ${states} states by ${steps} steps, up to ${depth} deep: ${one.name}`);
      expect(counterexample).toBeNull();
      expect(isWhole).toBe(true);
      expect(states).toBeGreaterThan(50_000);
    },
    900_000,
  );
});

/** Ways to build it that look right; each lets a customer be rung by nobody's word, or by two. */
const bad: readonly { readonly name: string; readonly rules: Partial<Rules>; readonly budget: Case['budget'] }[] = [
  {
    name: 'an order that is sent before it is committed',
    rules: { sendsAfterCommit: false },
    budget: { claims: 1, calls: 1 },
  },
  {
    name: 'a claim without a fence: whoever once held the item may call',
    rules: {
      decideAttempt(wish, policy) {
        if (wish.callback === null) return productRules.decideAttempt(wish, policy);
        const { item } = wish.callback;
        const trusted = { ...wish, by: item.claimedBy ?? wish.by, callback: { item, fence: item.fence } };
        return productRules.decideAttempt(trusted, policy);
      },
    },
    budget: { claims: 2, calls: 1 },
  },
  {
    name: 'a dialplan that dials the customer first without looking at the clock',
    rules: { dialplanLooksAtClock: false },
    budget: { claims: 1, launches: 1 },
  },
  {
    name: 'an item that is open again as soon as nothing is seen of its call, without waiting for its last moment',
    rules: { attemptIsOver: (_attempt, _at, _policy, onPbx) => onPbx !== true },
    budget: { claims: 2, calls: 2 },
  },
  {
    name: 'a server that looks at what it remembers of the PBX before it looks at the clock',
    rules: { looksAtClockFirst: false },
    budget: { claims: 2, calls: 2 },
  },
  {
    name: 'a cancelled call that is over at once, whatever the phones do',
    rules: { cancelWaitsForPbx: false },
    budget: { claims: 2, calls: 2, cancels: 1 },
  },
  {
    name: 'a failed OriginateResponse that is believed unchecked',
    rules: { hintIsChecked: false },
    budget: { claims: 2, calls: 2, lies: 1 },
  },
];

describe('the same search finds what is wrong with', () => {
  test.each(bad)(
    '$name',
    ({ name, rules, budget }) => {
      const { counterexample, states } = exploreCase({ name, budget, tickMs: 30_000 }, rules);
      console.info(`${name}, after ${states} states: ${counterexample?.what}\n  ${counterexample?.steps.join('\n  ')}`);
      expect(counterexample?.what).toMatch(/^S4: /);
      expect(counterexample?.steps.length).toBeGreaterThan(2);
    },
    60_000,
  );

  test('a PBX whose clock is behind by more than the grace', () => {
    const behind = (pbxBehindMs: number) =>
      explore(firstWorld({ claims: 2, calls: 2 }), setting({}, { pbxBehindMs, tickMs: 30_000 }), 30_000);
    expect(behind(40_000).counterexample?.what).toMatch(/^S4: /);
    expect(behind(9_000).counterexample).toBeNull();
  }, 60_000);
});
