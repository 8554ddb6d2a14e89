import { describe, expect, test } from 'vitest';
import { isOwed, resultOf } from '../../../../agent-ui/src/features/call-log/result.ts';
import { type Pages, replaceRow, withRow } from '../../../../agent-ui/src/features/call-log/rows.ts';
import { aCall, aDebt } from './a-call.ts';

const missed = (debt: Parameters<typeof aDebt>[0], now = 0) =>
  resultOf(aCall({ outcome: 'missed', reason: 'no_answer', talkedMs: 0, callback: aDebt(debt) }), now);

describe('the result of a call', () => {
  test.each([
    [{}, 0, 'missed', 'missed'],
    [{}, 2000, 'overdue', 'overdue'],
    [{ tries: 1 }, 2000, 'not_reached', 'not_reached'],
    [{ state: 'dialing' }, 0, 'calling', 'calling'],
    [{ state: 'needs_human' }, 0, 'needs_human', 'needs_human'],
    [{ state: 'returned', settledAs: 'in_time' }, 0, 'in_time', 'in_time'],
    [{ state: 'returned', settledAs: 'late' }, 0, 'late', 'late'],
    [{ state: 'returned', settledAs: 'called_again' }, 0, 'called_again', 'called_again'],
    [{ state: 'closed' }, 0, 'closed', 'closed'],
  ] as const)('of a missed call with debt %j at %d is %s', (debt, now, glyph, word) => {
    expect(missed(debt, now)).toEqual({ glyph, word });
  });

  test('of a talk that settled a debt says so', () => {
    expect(resultOf(aCall({ settles: 7 }), 0)).toEqual({ glyph: 'called_again', word: 'settles' });
    expect(resultOf(aCall({ settles: 7, direction: 'outbound' }), 0)).toEqual({ glyph: 'closed', word: 'settles' });
    expect(resultOf(aCall(), 0)).toEqual({ glyph: null, word: 'talked' });
  });

  test('of our own call that nobody took is no debt', () => {
    expect(resultOf(aCall({ outcome: 'not_answered', direction: 'outbound' }), 0).word).toBe('not_answered');
    expect(resultOf(aCall({ outcome: 'not_answered', direction: 'internal' }), 0).word).toBe('internalNoAnswer');
  });

  test('that was left out comes before all else', () => {
    expect(resultOf(aCall({ outcome: 'missed', excluded: true, callback: aDebt() }), 0).word).toBe('excluded');
  });

  test('offers to call back only what is still owed', () => {
    expect(isOwed(aCall({ callback: aDebt() }))).toBe(true);
    expect(isOwed(aCall({ callback: aDebt({ state: 'returned' }) }))).toBe(false);
    expect(isOwed(aCall())).toBe(false);
  });
});

describe('the loaded pages of the log', () => {
  const page = (...times: number[]) => ({
    rows: times.map((at) => aCall({ id: at, startedAt: at })),
    next: null,
    counts: { all: 0, talked: 0, missed: 0 },
  });
  const pages: Pages = { pages: [page(90, 70, 50), page(30, 10)], pageParams: [null, 'a'] };
  const ids = (found: Pages) => found.pages.map(({ rows }) => rows.map(({ id }) => id));

  test('take a new call where its time belongs', () => {
    expect(ids(withRow(pages, aCall({ id: 99, startedAt: 100 })))).toEqual([
      [99, 90, 70, 50],
      [30, 10],
    ]);
    expect(ids(withRow(pages, aCall({ id: 60, startedAt: 60 })))[0]).toEqual([90, 70, 60, 50]);
  });

  test('never show a call twice', () => {
    const again = withRow(pages, aCall({ id: 30, startedAt: 30, outcome: 'missed' }));
    expect(ids(again)).toEqual(ids(pages));
    expect(again.pages[1]?.rows[0]?.outcome).toBe('missed');
  });

  test('change one row in place', () => {
    const changed = replaceRow(pages, 10, (row) => ({ ...row, excluded: true }));
    expect(changed.pages[1]?.rows.map(({ excluded }) => excluded)).toEqual([false, true]);
  });
});
