import { setImmediate as breathe } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { type Backfill, createBackfill } from '../../../server/workers/backfill.ts';
import type { Judged } from '../../../server/workers/log-writer.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { quietLog } from '../../support/quiet-log.ts';

const now = 1_795_300_000_000;
const caller = aNumber();
const missed = (linkedid: string, over: Partial<CallRecord> = {}) =>
  aMissedCall({ linkedid, caller, startedAt: now - 20_000, endedAt: now - 10_000, ...over });

let backfill: Backfill;
afterEach(async () => {
  vi.useRealTimers();
  await backfill.stop();
});

/** A backfill whose records hold these calls, and what it sends to the log. */
function reading(calls: readonly CallRecord[], { readTo = null as number | null, known = [] as CallRecord[] } = {}) {
  const sent: Judged[] = [];
  const asked: string[] = [];
  const reconciled: number[] = [];
  backfill = createBackfill({
    pbxName: 'hq',
    async read(_since, { isSettled }) {
      const left = calls.filter(({ linkedid }) => !isSettled(linkedid));
      asked.push(...left.map(({ linkedid }) => linkedid));
      return { source: 'CEL file', calls: left, wholeFrom: 0 };
    },
    openWindows: async () => [{ id: 1, startedAt: now - 60_000, endedAt: now - 5_000 }],
    reconciled: async (windows) => void reconciled.push(...windows.map(({ id }) => id)),
    known: async () => known,
    bootKey: () => 'boot',
    readTo: () => readTo,
    add: (judged) => void sent.push(judged),
    drained: async () => {},
    now: () => now,
    log: quietLog,
  });
  return { sent, asked, reconciled };
}

const looked = async () => {
  const before = backfill.last;
  backfill.seenAgain();
  await eventually(() => {
    if (backfill.last === before) throw new Error('not looked yet');
  });
};

test('a call that is on its way to the log is not sent again by the next look, and not even judged', async () => {
  const { sent, asked } = reading([missed('1.1'), missed('2.1')]);
  await looked();
  expect(sent.map(({ record }) => record.linkedid)).toEqual(['1.1', '2.1']);
  await looked();
  expect(sent).toHaveLength(2);
  expect(asked).toEqual(['1.1', '2.1']);
});

test('a call that was refused by the log is judged and sent again', async () => {
  const { sent } = reading([missed('1.1')]);
  await looked();
  const [first] = sent;
  if (first) backfill.logged(first.record);
  await looked();
  expect(sent).toHaveLength(2);
});

test('a call that the log knows whole is passed over', async () => {
  const { sent, asked } = reading([missed('1.1'), missed('2.1')], { known: [missed('1.1')] });
  await looked();
  expect(asked).toEqual(['2.1']);
  expect(sent.map(({ record }) => record.linkedid)).toEqual(['2.1']);
});

test('goes into the log with others once the stream was read past its end, else it is compared by itself', async () => {
  const unread = reading([missed('1.1')], { readTo: now - 15_000 });
  await looked();
  expect(unread.sent[0]?.from).toBe('records');
  await backfill.stop();
  const past = reading([missed('1.1')], { readTo: now });
  await looked();
  expect(past.sent[0]).not.toHaveProperty('from');
});

test('a call that waited for the records goes on as they tell it, with others, unless the log knows it', async () => {
  const seen = missed('1.1', { reason: 'ended_unknown', warnings: ['hangup_missing'] });
  const whole = missed('1.1', { reason: 'no_answer' });
  const fresh = reading([whole]);
  backfill.take({ liveId: 'hq:1.1', bootKey: 'boot', record: seen });
  await eventually(() => expect(fresh.sent).toHaveLength(1));
  expect(fresh.sent[0]).toEqual({ liveId: 'hq:1.1', bootKey: 'boot', record: whole });
  await backfill.stop();
  const known = reading([whole], { known: [seen] });
  backfill.take({ liveId: 'hq:1.1', bootKey: 'boot', record: seen });
  await eventually(() => expect(known.sent).toHaveLength(1));
  expect(known.sent[0]?.from).toBe('records');
});

const inPart = (linkedid: string): Judged => ({
  liveId: `hq:${linkedid}`,
  bootKey: 'boot',
  record: missed(linkedid, { reason: 'ended_unknown', warnings: ['hangup_missing'] }),
});

test('a call whose records are there already needs no more looks, and never takes their place', async () => {
  const whole = missed('1.1', { outcome: 'talked', reason: null });
  const { sent } = reading([], { known: [whole] });
  backfill.take(inPart('1.1'));
  await backfill.recheck(now - 60_000);
  expect(backfill.waiting).toBe(0);
  expect(sent).toEqual([{ ...inPart('1.1'), from: 'records' }]);
});

test('a hole stays open while a call of it waits for its records', async () => {
  const { reconciled } = reading([]);
  backfill.take(inPart('1.1'));
  await backfill.recheck(now - 60_000);
  await breathe();
  expect([backfill.waiting, reconciled]).toEqual([1, []]);
  await backfill.recheck(now - 60_000);
  await backfill.recheck(now - 60_000);
  await breathe();
  expect([backfill.waiting, reconciled]).toEqual([0, [1]]);
});

test('a look counts only for calls that waited when it began', async () => {
  const { sent } = reading([]);
  for (let n = 0; n < 3; n += 1) {
    const look = backfill.recheck(now - 60_000);
    await Promise.resolve();
    if (n === 0) backfill.take(inPart('1.1'));
    await look;
  }
  expect([backfill.waiting, sent]).toEqual([1, []]);
});

test('what went on in doubt is told whole by records that come late', async () => {
  vi.useFakeTimers();
  const calls: CallRecord[] = [];
  const { sent } = reading(calls);
  backfill.take(inPart('1.1'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([{ ...inPart('1.1'), from: 'records' }]);
  const whole = missed('1.1', { outcome: 'talked', reason: null });
  calls.push(whole);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent.slice(1)).toEqual([{ liveId: 'hq:1.1', bootKey: 'boot', record: whole, from: 'records' }]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('records that never come are given up', async () => {
  vi.useFakeTimers();
  const { sent } = reading([]);
  backfill.take(inPart('1.1'));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
