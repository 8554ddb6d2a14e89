import { describe, expect, test } from 'vitest';
import { readBoard, writeBoard } from '../../../../agent-ui/src/features/debt-board/board-filters.ts';
import { glyphOf, isLive, spanOf, stateOf } from '../../../../agent-ui/src/features/debt-board/state-of.ts';
import { aCallback } from './a-callback.ts';

const min = 60_000;

describe('how an item stands on the board', () => {
  test.each([
    [{ dueAt: 90 * min }, 'open'],
    [{ dueAt: 20 * min }, 'due_soon'],
    [{ dueAt: 0 }, 'overdue'],
    [{ dueAt: 90 * min, tries: 1 }, 'not_reached'],
    [{ dueAt: -min, tries: 1 }, 'overdue'],
    [{ state: 'claimed', dueAt: -min }, 'claimed'],
    [{ state: 'dialing', dueAt: -min }, 'calling'],
    [{ state: 'needs_human', dueAt: -min }, 'needs_human'],
    [{ state: 'returned', settledAs: 'late' }, 'late'],
    [{ state: 'returned', settledAs: 'called_again' }, 'called_again'],
    [{ state: 'closed' }, 'closed'],
    [{ state: 'merged' }, 'merged'],
  ] as const)('%j is %s', (over, state) => {
    expect(stateOf(aCallback(over), 0)).toBe(state);
  });

  test('gives every state a shape, and no settled state the shape of an owed one', () => {
    const owed = ['open', 'due_soon', 'overdue', 'not_reached', 'needs_human', 'calling'] as const;
    for (const state of ['in_time', 'late', 'called_again', 'closed'] as const) {
      expect(owed.map((each) => glyphOf[each])).not.toContain(glyphOf[state]);
    }
  });

  test('knows what is still owed', () => {
    const states = ['open', 'claimed', 'dialing', 'needs_human', 'returned', 'closed', 'merged'] as const;
    expect(states.filter((state) => isLive({ state }))).toEqual(['open', 'claimed', 'dialing', 'needs_human']);
  });

  test('tells an age in minutes, hours, days', () => {
    expect(spanOf(58 * min)).toEqual({ kind: 'minutes', values: { n: 58 } });
    expect(spanOf(66 * min)).toEqual({ kind: 'hours', values: { h: 1, mm: '06' } });
    expect(spanOf(50 * 60 * min)).toEqual({ kind: 'days', values: { count: 2 } });
    expect(spanOf(-5)).toEqual({ kind: 'minutes', values: { n: 0 } });
  });
});

describe('the address of the board', () => {
  test('gives back what was written', () => {
    const filters = {
      filter: 'overdue',
      line: 2,
      owner: 'nobody',
      queue: 'sales & co',
      age: '4h',
      q: 'marsh',
      item: 4818,
    } as const;
    expect(readBoard(writeBoard(filters))).toEqual(filters);
  });

  test('ignores what it does not understand', () => {
    expect(readBoard(new URLSearchParams('filter=all&line=x&owner=me&item=-3&age=9h&queue='))).toEqual({
      filter: 'owed',
      line: null,
      owner: null,
      queue: null,
      age: null,
      q: '',
      item: null,
    });
  });
});
