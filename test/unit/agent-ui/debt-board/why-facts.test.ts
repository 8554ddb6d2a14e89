import { describe, expect, test } from 'vitest';
import { eventKeys, whyFacts } from '../../../../agent-ui/src/features/debt-board/why-facts.ts';
import { missedReasons } from '../../../../server/domain/call/call-record.ts';
import { needsReasons } from '../../../../server/domain/callback/can-be-called.ts';
import { wordsIn } from '../words-in.ts';

const event = (
  type: string,
  detail: Record<string, string | number | boolean | null> = {},
  rule: string | null = null,
) => ({
  at: 5,
  type,
  actor: null,
  rule,
  detail,
});

const known = [
  event('opened', { dueAt: 9 }),
  event('joined'),
  event('claimed'),
  event('released', { why: 'released' }),
  ...['lease_over', 'signed_out', 'disabled'].map((why) => event('released', { why })),
  event('dialed'),
  event('attempt_ended', { outcome: 'customer_busy', counted: true, dueAt: 9 }),
  event('attempt_ended', { outcome: 'customer_busy', counted: true, dueAt: null }),
  event('attempt_ended', { outcome: 'agent_no_answer', counted: false, dueAt: 9 }),
  event('returned', { settledAs: 'in_time' }),
  event('returned', { settledAs: 'late' }),
  event('returned', { settledAs: 'called_again' }),
  event('returned'),
  event('closed', { reason: 'duplicate' }),
  event('merged', { into: 3 }),
  event('assigned', { ownerId: 4 }, 'last_talk'),
  event('assigned', { ownerId: null }, 'queue'),
  ...['escalation', 'contact_owner', 'favourite', 'by_hand'].map((rule) => event('assigned', { ownerId: 4 }, rule)),
];

describe('the why panel', () => {
  test.each(['en', 'fa', 'ru', 'ka'] as const)('has a sentence for every step of the ledger in %s', (language) => {
    const words = wordsIn('debt-board', language);
    for (const each of known) {
      const { sentence, reason } = eventKeys(each);
      expect(sentence).not.toBe('event.unknown');
      expect(words, `${each.type}`).toHaveProperty([sentence]);
      if (reason !== null) expect(words, reason).toHaveProperty([reason]);
    }
  });

  test.each(['en', 'fa', 'ru', 'ka'] as const)('has words for every reason in %s', (language) => {
    const words = wordsIn('debt-board', language);
    for (const reason of missedReasons) expect(words).toHaveProperty([`reason.${reason}`]);
    for (const reason of needsReasons) expect(words).toHaveProperty([`needs.${reason}`]);
  });

  test('shows a step it does not know plainly, never hides it', () => {
    expect(eventKeys(event('telepathy'))).toEqual({ sentence: 'event.unknown', reason: null });
  });

  test('strings calls and steps together by time', () => {
    const facts = whyFacts({
      events: [event('opened'), { ...event('claimed'), at: 20 }],
      covers: [
        { callId: 1, startedAt: 1, waitedMs: 9, reason: 'no_answer' },
        { callId: 2, startedAt: 10, waitedMs: 9, reason: 'busy' },
      ],
    });
    expect(facts.map(({ at, sentence }) => [at, sentence])).toEqual([
      [1, 'event.missed'],
      [5, 'event.opened'],
      [10, 'event.missed'],
      [20, 'event.claimed'],
    ]);
  });

  test('names who tried, when the end of a try names nobody', () => {
    const lena = { id: 6, name: 'Lena Fox' };
    const facts = whyFacts({
      covers: [],
      events: [
        { ...event('dialed'), actor: lena },
        event('attempt_ended', { outcome: 'customer_busy', counted: true }),
      ],
    });
    expect(facts[1]?.event?.actor).toEqual(lena);
  });

  test('says why a person must decide, instead of a due time', () => {
    expect(eventKeys(event('opened', { needsReason: 'withheld' })).reason).toBe('needs.withheld');
  });

  test('gives the last step the shape of how it was settled', () => {
    const shape = (detail: Record<string, string>) =>
      whyFacts({ events: [event('returned', detail)], covers: [] })[0]?.glyph;
    expect([
      shape({ settledAs: 'late' }),
      shape({ settledAs: 'called_again' }),
      shape({ settledAs: 'in_time' }),
    ]).toEqual(['late', 'called_again', 'in_time']);
  });
});
