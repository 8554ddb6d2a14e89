import { afterEach, expect, test } from 'vitest';
import { type Backfill, createBackfill } from '../../../server/workers/backfill.ts';
import { eventually } from '../../support/eventually.ts';

let backfill: Backfill | null = null;
afterEach(() => backfill?.stop());

test('a hole that the database could not tell of just then is looked for again by itself', async () => {
  let asked = 0;
  const covered: number[] = [];
  backfill = createBackfill({
    pbxName: 'hq',
    async openWindows() {
      asked += 1;
      if (asked < 3) throw new Error('the database is away');
      return covered.length > 0 ? [] : [{ id: 7, startedAt: 90_000, endedAt: 95_000 }];
    },
    read: async () => ({ source: 'CEL', calls: [], wholeFrom: 0 }),
    reconciled: async (windows) => void covered.push(...windows.map(({ id }) => id)),
    known: async () => [],
    bootKey: () => '2026-11-21 09:00:00',
    readTo: () => null,
    add() {},
    drained: async () => {},
    now: () => 100_000,
    log: { info() {}, warn() {} },
  });
  backfill.seenAgain();
  await eventually(() => expect(covered).toEqual([7]), { withinMs: 10_000 });
  expect(asked).toBeGreaterThanOrEqual(3);
}, 15_000);
