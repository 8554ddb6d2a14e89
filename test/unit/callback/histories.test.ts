import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Callback, isLive } from '../../../server/domain/callback/callback.ts';
import { fold, type HistoryLine, notTheSum } from '../../../server/domain/callback/fold.ts';
import { aLedger, step } from './ledger-model.ts';

/** Whether a debt of this number stands, be it in the item that another one was merged into. */
function stands(items: readonly Callback[], number: string): boolean {
  return items.some((item) => item.number === number && isLive(item));
}

describe('any history of misses, talks, claims, attempts, closings, merges and new hours', () => {
  const runs = { numRuns: 2_000, endOnFailure: true };

  test('loses no debt: whoever is still owed a call has a live item', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const ledger = aLedger();
        for (const one of steps) {
          ledger.play(one);
          for (const number of ledger.owedSince.keys()) {
            // A merged item lives on in the other one; closing that one by hand closes the debt.
            const closedByHand = ledger.items.some(({ state, number: of }) => of === number && state === 'closed');
            if (!closedByHand) expect([number, stands(ledger.items, number)]).toEqual([number, true]);
          }
        }
      }),
      runs,
    );
  });

  test('is all there is: each item is the sum of its history, and of no part of it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const ledger = aLedger();
        for (const one of steps) ledger.play(one);
        for (const item of ledger.items) {
          const history = ledger.histories[item.id] ?? [];
          expect(notTheSum(item, history)).toEqual([]);
          // To be given to whose it is already, or moved to the time it has, leaves no trace in the row.
          const last = history.at(-1)?.type ?? '';
          if (['opened', 'assigned', 'rescheduled'].includes(last)) continue;
          expect(notTheSum(item, history.slice(0, -1))).not.toEqual([]);
        }
      }),
      { ...runs, numRuns: 500 },
    );
  });
});

describe('a history that was tampered with', () => {
  const ledger = aLedger();
  for (const one of ['miss', 'claim', 'dial'] as const) ledger.play({ do: one, who: 0 });
  const [item] = ledger.items;
  const history = ledger.histories[0] ?? [];
  if (!item) throw new Error('no item');

  test.each([
    ['a line that is missing', [history[0], history[2]], ['line 2, dialed, does not follow open']],
    ['a line that stands twice', [...history, history[2]], ['line 4, dialed, does not follow dialing']],
    ['no birth', history.slice(1), ['it begins with no birth']],
    [
      'a step nobody knows',
      [...history, { ...history[1], type: 'forgotten' }],
      ['line 4, forgotten, does not follow dialing'],
    ],
    [
      'another number of misses',
      [{ ...history[0], detail: { dueAt: item.dueAt } }, ...history.slice(1)],
      ['firstMissAt', 'latestMissAt', 'misses', 'priority'],
    ],
  ])('%s shows', (_what, lines, wrong) => {
    expect(notTheSum(item, lines as HistoryLine[])).toEqual(wrong);
  });

  test('and one that was not is told whole', () => {
    expect(fold(item, history)).toMatchObject({ item: { state: 'dialing', fence: 1, openAttemptId: 'rb-0' } });
  });
});
