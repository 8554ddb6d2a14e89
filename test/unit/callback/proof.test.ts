import { describe, expect, test } from 'vitest';
import type { Callback } from '../../../server/domain/callback/callback.ts';
import { settledAs, settles, type TalkProof } from '../../../server/domain/callback/proof.ts';
import { born } from '../../../server/domain/callback/transition.ts';

const number = '+442079460000';
const other = '+442079460001';
const owed = (over: Partial<Callback> = {}): Callback => ({
  ...born({
    siteId: 1,
    origin: 'missed_call',
    key: `1:sales:${number}`,
    number,
    lineId: null,
    contactId: null,
    queue: null,
    needsReason: null,
    dueAt: 60_000,
    workableAt: 10_000,
    firstMissAt: 10_000,
    misses: 1,
    priority: 0,
    ownerId: null,
    ownerRule: null,
    note: null,
    createdAt: 10_000,
  }),
  id: 7,
  ...over,
});
const talk = (over: Partial<TalkProof> = {}): TalkProof => ({
  callId: 3,
  direction: 'inbound',
  number,
  key: `1:sales:${number}`,
  contactId: null,
  contactNumbers: [],
  startedAt: 20_000,
  endedAt: 25_000,
  talkedMs: 5_000,
  agentId: 5,
  calledBackId: null,
  saidReached: false,
  ...over,
});
const outbound = { direction: 'outbound', key: null } as const;

describe('a talk pays a debt', () => {
  test.each<[string, Partial<TalkProof>, Partial<Callback>, boolean]>([
    ['when the customer called again and spoke to us', {}, {}, true],
    ['not when it was over before the miss', { endedAt: 10_000 }, {}, false],
    ['when it was under way at the miss and went on after it', { startedAt: 5_000 }, {}, true],
    ['not on another group of lines', { key: `1:support:${number}` }, {}, false],
    ['not from another number', { number: other, key: `1:sales:${other}` }, {}, false],
    [
      'from another number of the same contact',
      { number: other, key: `1:sales:${other}`, contactId: 9 },
      { contactId: 9 },
      true,
    ],
    [
      'from another number of a contact linked since',
      { number: other, contactId: 9, contactNumbers: [number] },
      {},
      true,
    ],
    [
      'not when the number belongs to another contact',
      { number: other, contactId: 9, contactNumbers: [number] },
      { contactId: 8 },
      false,
    ],
    ['when we rang long enough, on whatever line', { ...outbound, talkedMs: 10_000 }, {}, true],
    ['not when we rang for a moment', { ...outbound, talkedMs: 9_999 }, {}, false],
    ['when we rang for a moment and the agent says so', { ...outbound, talkedMs: 2_000, saidReached: true }, {}, true],
    [
      'when our attempt was for this item, even at another number',
      { ...outbound, number: other, talkedMs: 12_000, calledBackId: 7 },
      {},
      true,
    ],
    ['while somebody holds it', {}, { state: 'claimed' }, true],
    ['while a person must decide', {}, { state: 'needs_human' }, true],
    ['never twice', {}, { state: 'returned' }, false],
    ['never when its number was withheld', {}, { number: null, key: null }, false],
    ['not that was asked for during it', { startedAt: 5_000 }, { origin: 'requested', key: null }, false],
    ['that was asked for before it', {}, { origin: 'requested', key: null }, true],
    ['not that is planned for later', {}, { origin: 'follow_up', key: null }, false],
    ['that was planned and is due', { endedAt: 70_000 }, { origin: 'follow_up', key: null }, true],
    [
      'that was planned, when it is called from the item',
      { ...outbound, talkedMs: 12_000, calledBackId: 7 },
      { origin: 'birthday', key: null },
      true,
    ],
  ])('%s', (_when, proof, item, paid) => {
    expect(settles(talk(proof), owed(item), 10_000)).toBe(paid);
  });

  test('in time, late, or because the customer called again', () => {
    expect(settledAs(talk(), owed())).toBe('called_again');
    expect(settledAs(talk({ ...outbound, startedAt: 60_000 }), owed())).toBe('in_time');
    expect(settledAs(talk({ ...outbound, startedAt: 60_001 }), owed())).toBe('late');
  });
});
