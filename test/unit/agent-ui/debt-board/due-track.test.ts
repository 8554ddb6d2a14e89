import { describe, expect, test } from 'vitest';
import {
  axisAround,
  markOf,
  place,
  ticks,
  wordsPlace,
} from '../../../../agent-ui/src/features/debt-board/due-track.ts';

const now = Date.UTC(2026, 10, 24, 10, 42);
const min = 60_000;
const axis = axisAround(now);
const owed = { state: 'open', dueAt: now, promisedAt: now, settledAt: null, settledAs: null } as const;

describe('the due track', () => {
  test('holds the present at one place for all rows', () => {
    expect(place(axis, now)).toBeCloseTo(60 / 135);
  });

  test('draws a late item as a bar from its due time to the present', () => {
    const mark = markOf(axis, { ...owed, dueAt: now - 30 * min });
    expect(mark).toEqual({ kind: 'late', from: 30 / 135, to: 60 / 135, cut: false });
  });

  test('cuts a bar that began before the axis and says so', () => {
    expect(markOf(axis, { ...owed, dueAt: now - 500 * min })).toMatchObject({ kind: 'late', from: 0, cut: true });
  });

  test('draws an item still to come as a stem with a tick', () => {
    expect(markOf(axis, { ...owed, dueAt: now + 15 * min })).toEqual({
      kind: 'ahead',
      from: 60 / 135,
      to: 75 / 135,
      cut: false,
    });
    expect(markOf(axis, { ...owed, dueAt: now + 900 * min })).toMatchObject({ to: 1, cut: true });
  });

  test('measures a settled item against the promise, not against a later retry', () => {
    const mark = markOf(axis, {
      ...owed,
      state: 'returned',
      promisedAt: now - 20 * min,
      dueAt: now + 60 * min,
      settledAt: now - 10 * min,
      settledAs: 'late',
    });
    expect(mark).toEqual({ kind: 'settled', dot: 50 / 135, tick: 40 / 135, cut: false });
  });

  test('never lays words over a mark', () => {
    const settled = (promised: number, at: number) =>
      markOf(axis, {
        ...owed,
        state: 'returned',
        promisedAt: now + promised * min,
        settledAt: now + at * min,
        settledAs: 'in_time',
      });
    expect(wordsPlace(axis, markOf(axis, { ...owed, dueAt: now - min }))).toEqual({ side: 'after', at: 60 / 135 });
    expect(wordsPlace(axis, markOf(axis, { ...owed, dueAt: now + min }))).toEqual({ side: 'before', at: 60 / 135 });
    expect(wordsPlace(axis, settled(-20, -10))).toEqual({ side: 'after', at: 60 / 135 });
    expect(wordsPlace(axis, settled(15, -10))).toEqual({ side: 'after', at: 75 / 135 });
    expect(wordsPlace(axis, settled(45, -10))).toEqual({ side: 'before', at: 50 / 135 });
  });

  test('places nothing for what a person must decide', () => {
    expect(markOf(axis, { ...owed, state: 'needs_human' })).toEqual({ kind: 'none' });
  });

  test('keeps its half-hour ticks clear of the present', () => {
    const found = ticks(axis).map((t) => new Date(t.at).toISOString().slice(11, 16));
    expect(found).toEqual(['10:00', '11:30']);
  });
});
