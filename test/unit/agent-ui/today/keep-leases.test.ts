import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepLeases, type LeaseLine } from '../../../../agent-ui/src/features/today/keep-leases.ts';

type Answer = (unanswered: Error | null, kept: readonly number[]) => void;

/** A line that writes down what is asked of it; the test answers, or lets the time go by. */
function aLine() {
  const asked: { ids: readonly number[]; answer: Answer }[] = [];
  const timeout = (ms: number) => ({
    emit(_event: string, ids: readonly number[], tell: Answer) {
      const late = setTimeout(() => tell(new Error('operation has timed out'), []), ms);
      asked.push({
        ids,
        answer: (unanswered, kept) => {
          clearTimeout(late);
          tell(unanswered, kept);
        },
      });
    },
  });
  // The real line carries every event of the contract; this one carries `renew` alone.
  return { asked, line: { timeout } as unknown as LeaseLine };
}

describe('the leases of what an agent holds', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are renewed at once and every ten seconds', () => {
    const { asked, line } = aLine();
    const stop = keepLeases(line, [4, 7], () => {});
    expect(asked.map(({ ids }) => ids)).toEqual([[4, 7]]);
    asked[0]?.answer(null, [4, 7]);
    vi.advanceTimersByTime(9_999);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(asked).toHaveLength(2);
    stop();
  });

  test('are asked for again within seconds when nobody answered, long before the 30 s are over', () => {
    const { asked, line } = aLine();
    const stop = keepLeases(line, [4], () => {});
    vi.advanceTimersByTime(29_000);
    expect(asked.length).toBeGreaterThanOrEqual(5);
    stop();
  });

  test('that went to somebody else are told', () => {
    const { asked, line } = aLine();
    const lost = vi.fn();
    const stop = keepLeases(line, [4, 7], lost);
    asked[0]?.answer(null, [7]);
    expect(lost).toHaveBeenCalledTimes(1);
    stop();
  });

  test('are let go when the tab turns to something else, also while an answer is under way', () => {
    const { asked, line } = aLine();
    const lost = vi.fn();
    const stop = keepLeases(line, [4], lost);
    stop();
    asked[0]?.answer(null, []);
    vi.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(1);
    expect(lost).not.toHaveBeenCalled();
  });
});
