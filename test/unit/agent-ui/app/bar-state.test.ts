import { describe, expect, test } from 'vitest';
import { barState } from '../../../../agent-ui/src/features/screen-pop/bar-state.ts';
import { asksForNote, withEnded } from '../../../../agent-ui/src/features/screen-pop/wrap-up-entry.ts';
import {
  nothingLive,
  withAttempt,
  withCard,
  withoutCard,
  withSnapshot,
} from '../../../../agent-ui/src/socket/live-state.ts';
import { aCard, anAttempt, aPresence, gone } from '../live-builders.ts';

const at = 1_700_000_000_000;
const shown = (live: typeof nothingLive, more: Partial<Parameters<typeof barState>[0]> = {}) =>
  barState({ live, wrapUp: null, dismissed: [], browserNow: at, serverNow: at, ...more });

describe('the call bar', () => {
  test('is idle while nothing happens', () => {
    expect(shown(nothingLive)).toEqual({ kind: 'idle' });
  });

  test('shows the call that has waited longest, and the other beside it', () => {
    const later = aCard({ id: 'b', startedAt: at - 5_000 });
    const first = aCard({ id: 'a', startedAt: at - 9_000 });
    const bar = shown(withCard(withCard(nothingLive, later), first));
    expect(bar).toMatchObject({ kind: 'ringing', card: { id: 'a' }, others: [{ id: 'b' }] });
  });

  test('keeps a talk in front while another call rings', () => {
    const live = withCard(withCard(nothingLive, aCard({ id: 'a' })), aCard({ id: 'b', state: 'talking' }));
    expect(shown(live)).toMatchObject({ kind: 'talking', card: { id: 'b' }, others: [{ id: 'a' }] });
  });

  test('says for two seconds who answered, then rests', () => {
    const live = withoutCard(withCard(nothingLive, aCard({})), gone({ why: 'answered_elsewhere', by: 'Lena' }), at);
    expect(live.cards).toEqual([]);
    expect(shown(live, { browserNow: at + 1_999 })).toMatchObject({ kind: 'gone', gone: { by: 'Lena' } });
    expect(shown(live, { browserNow: at + 2_000 })).toEqual({ kind: 'idle' });
  });

  test('shows an attempt of mine before the call has a card', () => {
    const live = withAttempt(nothingLive, anAttempt({ step: 'agent' }));
    expect(shown(live)).toMatchObject({ kind: 'dialing', card: null, attempt: { id: 'rb-1' } });
  });

  test('does not show an attempt whose end was never heard for ever', () => {
    const live = withAttempt(nothingLive, anAttempt({ step: 'agent', notAfter: at - 61_000 }));
    expect(shown(live)).toEqual({ kind: 'idle' });
  });

  test('tells an outcome until it is waved away, but not that the customer was reached', () => {
    const busy = withAttempt(nothingLive, anAttempt({ step: 'over', outcome: 'customer_busy', endedAt: at - 1_000 }));
    expect(shown(busy)).toMatchObject({ kind: 'outcome', attempt: { outcome: 'customer_busy' } });
    expect(shown(busy, { dismissed: ['rb-1'] })).toEqual({ kind: 'idle' });
    const reached = withAttempt(nothingLive, anAttempt({ step: 'over', outcome: 'reached', endedAt: at }));
    expect(shown(reached)).toEqual({ kind: 'idle' });
  });
});

describe('what a screen knows of the present', () => {
  test('a card with a lower seq is late news', () => {
    const live = withCard(nothingLive, aCard({ seq: 5, state: 'talking' }));
    expect(withCard(live, aCard({ seq: 4, state: 'ringing' }))).toBe(live);
  });

  test('a snapshot replaces everything', () => {
    const before = withCard(nothingLive, aCard({ id: 'old' }));
    const after = withSnapshot({
      seq: 9,
      mine: 0,
      cards: [aCard({ id: 'new' })],
      attempts: [],
      coverage: { live: true, completeTo: at, why: null },
      me: aPresence(),
      agents: [],
      now: at,
    });
    expect(before.cards.map(({ id }) => id)).toEqual(['old']);
    expect(after.cards.map(({ id }) => id)).toEqual(['new']);
    expect(after.line).toBe('live');
  });

  test('a call that is over leaves the bar and waits for its note', () => {
    const live = withCard(nothingLive, aCard({ state: 'talking', talkingSince: at - 60_000 }));
    const over = withoutCard(live, gone({ why: 'over', callId: 7 }), at);
    expect(over.cards).toEqual([]);
    expect(over.ended).toMatchObject([{ state: 'ended', callId: 7, endedAt: at }]);
    expect(withEnded([], over.ended, [])).toMatchObject([{ card: { callId: 7 }, saving: false }]);
  });

  test('the row of the call may come after the end, and typed words stay', () => {
    const ended = aCard({ state: 'ended', talkingSince: at, endedAt: at + 1, callId: null });
    const [entry] = withEnded([], [ended], []);
    if (!entry) throw new Error('The ended call was not taken');
    const typed = { ...entry, draft: { ...entry.draft, note: 'slot is confirmed' } };
    expect(withEnded([typed], [{ ...ended, callId: 12 }], [])).toMatchObject([
      { card: { callId: 12 }, draft: { note: 'slot is confirmed' } },
    ]);
  });

  test('a call without a talk, an internal one and a finished one ask for no note', () => {
    expect(asksForNote(aCard({ state: 'ended', talkingSince: null }))).toBe(false);
    expect(asksForNote(aCard({ state: 'ended', talkingSince: at, direction: 'internal' }))).toBe(false);
    expect(withEnded([], [aCard({ state: 'ended', talkingSince: at })], ['main:1'])).toEqual([]);
  });
});
