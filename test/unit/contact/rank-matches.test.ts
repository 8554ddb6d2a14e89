import { describe, expect, test } from 'vitest';
import { type Candidate, rankMatches } from '../../../server/domain/contact/rank-matches.ts';

const person = (contactId: number, over: Partial<Candidate> = {}): Candidate => ({
  contactId,
  ownerId: null,
  lastTalkAt: null,
  ...over,
});
const ranked = (candidates: Candidate[], agent: number | null = 7, chosen: number | null = null) =>
  rankMatches(candidates, agent, chosen).map(({ contactId, reason }) => `${contactId} ${reason}`);

describe('people behind one number', () => {
  test('one is the only match', () => {
    expect(ranked([person(1, { ownerId: 7 })], 7, 1)).toEqual(['1 only_match']);
  });

  test('come in the order of how strongly they are meant, all of them', () => {
    const all = [
      person(1),
      person(2, { lastTalkAt: 50 }),
      person(3, { ownerId: 7 }),
      person(4, { lastTalkAt: 90 }),
      person(5),
    ];
    expect(ranked(all, 7, 5)).toEqual([
      '5 chosen_before',
      '3 owner_is_me',
      '4 talked_last',
      '2 same_number',
      '1 same_number',
    ]);
  });

  test('a choice of somebody else, or an owner who is not me, is no reason', () => {
    expect(ranked([person(1, { ownerId: 8 }), person(2)], 7)).toEqual(['1 same_number', '2 same_number']);
    expect(ranked([person(1, { ownerId: 8 }), person(2)], null)).toEqual(['1 same_number', '2 same_number']);
  });

  test('nobody is nobody', () => {
    expect(ranked([])).toEqual([]);
  });
});
