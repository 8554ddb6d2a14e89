import { describe, expect, test } from 'vitest';
import { createTurns } from '../../../../pbx/ami/turns.ts';

/** A reader that takes `costMs` a chunk, on a clock and an event loop of the test's own. */
function aReader(costMs: number) {
  let at = 0;
  const queue: (() => void)[] = [];
  const read: number[] = [];
  const turns = createTurns(
    (chunk) => {
      at += costMs;
      read.push(chunk[0] ?? -1);
    },
    { now: () => at, later: (work) => void queue.push(work) },
  );
  return {
    turns,
    read,
    take: (...names: number[]) => {
      for (const name of names) turns.take(Uint8Array.of(name));
    },
    nextTurn() {
      for (const work of queue.splice(0)) work();
      return queue.length;
    },
  };
}

describe('reading in turns', () => {
  test('hands on at once what there is time for', () => {
    const reader = aReader(1);
    reader.take(1, 2, 3);
    expect(reader.read).toEqual([1, 2, 3]);
    expect(reader.turns.held).toBe(0);
  });

  test('leaves the rest to the next turns, in order, and what comes meanwhile behind it', () => {
    const reader = aReader(15);
    reader.take(1, 2, 3, 4, 5);
    expect(reader.read).toEqual([1, 2]);
    expect(reader.turns.held).toBe(3);
    reader.nextTurn();
    reader.take(6);
    expect(reader.read).toEqual([1, 2, 3, 4]);
    reader.nextTurn();
    expect(reader.read).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reader.turns.held).toBe(0);
  });

  test('asks for no further turn when nothing is left', () => {
    const reader = aReader(15);
    reader.take(1, 2, 3);
    for (let turn = 0; turn < 3; turn += 1) reader.nextTurn();
    expect(reader.nextTurn()).toBe(0);
  });

  test('reads all that is left when the connection is gone', () => {
    const reader = aReader(15);
    reader.take(1, 2, 3, 4, 5);
    reader.turns.finish();
    expect(reader.read).toEqual([1, 2, 3, 4, 5]);
    reader.nextTurn();
    expect(reader.read).toHaveLength(5);
  });

  test('never holds more than its bound', () => {
    let read = 0;
    let at = 0;
    const turns = createTurns(
      () => {
        at += 100;
        read += 1;
      },
      { now: () => at, later: () => {} },
    );
    const chunk = new Uint8Array(1024 * 1024);
    for (let n = 0; n < 200; n += 1) turns.take(chunk);
    expect(turns.held).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(read).toBeGreaterThan(100);
  });
});
