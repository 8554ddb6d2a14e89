import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRecordingPauses } from '../../../server/workers/recording-pauses.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const channel = '1795916805.7';

/** A PBX that notes what it is told, and a table that outlives the process. */
function aHouse() {
  const rows = new Map<string, number>();
  const begins = new Map<string, number>();
  const before: [string, number][] = [];
  const told: string[] = [];
  const stopped = new Set<string>();
  let refusal: Error | null = null;
  let slowMs = 0;
  const write = async (work: () => void): Promise<void> => {
    if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
    work();
  };
  const begin = () =>
    createRecordingPauses({
      async mute(one, on) {
        if (refusal !== null) throw refusal;
        if (stopped.has(one)) throw Object.assign(new Error('Cannot find Mixmonitor'), { code: 'refused' });
        told.push(`${one} ${on ? 'silent' : 'on'}`);
      },
      kept: {
        begun: (channels, at, until) =>
          write(() => {
            for (const one of channels) {
              if (!rows.has(one)) begins.set(one, at);
              rows.set(one, until);
            }
          }),
        ended: (channels) => write(() => channels.forEach((one) => void rows.delete(one))),
        all: async () => [...rows].map(([one, untilAt]) => ({ channel: one, begunAt: begins.get(one) ?? 0, untilAt })),
      },
      silencedBefore: (one, since) => void before.push([one, since]),
      now: Date.now,
      log: { warn: () => undefined },
    });
  const refuse = (cause: Error | null): void => {
    refusal = cause;
  };
  const slow = (ms: number): void => {
    slowMs = ms;
  };
  return { rows, told, stopped, before, begin, refuse, slow };
}

test('a silenced recording goes on by itself, and is kept only until then', async () => {
  const { rows, told, begin } = aHouse();
  const pauses = begin();
  await pauses.pause([channel], Date.now() + 30_000);
  expect(pauses.until([channel])).toBe(1_030_000);
  expect([...rows]).toEqual([[channel, 1_030_000]]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([`${channel} silent`, `${channel} on`]);
  expect(rows.size).toBe(0);
});

test('the service started anew lets it go on in its time; one whose time has passed at once', async () => {
  const { rows, told, before: silent, begin } = aHouse();
  const before = begin();
  await before.pause([channel], Date.now() + 30_000);
  rows.set('1795916805.9', Date.now() - 5_000);
  before.stop();
  const after = begin();
  await after.restore();
  expect(after.until([channel])).toBe(1_030_000);
  expect(silent).toContainEqual([channel, 1_000_000]);
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toBe('1795916805.9 on');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told.at(-1)).toBe(`${channel} on`);
  expect(rows.size).toBe(0);
});

test('a PBX that cannot be reached is told again; one that has no such channel is not', async () => {
  const { rows, told, begin, refuse } = aHouse();
  const pauses = begin();
  await pauses.pause([channel], Date.now() + 30_000);
  refuse(new Error('No line'));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(rows.size).toBe(1);
  refuse(null);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told.at(-1)).toBe(`${channel} on`);
  expect(rows.size).toBe(0);

  await pauses.pause([channel], Date.now() + 30_000);
  refuse(Object.assign(new Error('No such channel'), { code: 'refused' }));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(rows.size).toBe(0);
});

test('a recording that was stopped is no reason to record another', async () => {
  const { rows, told, stopped, begin } = aHouse();
  const pauses = begin();
  stopped.add('1795916805.1');
  await pauses.pause(['1795916805.1', channel], Date.now() + 30_000);
  expect(told).toEqual([`${channel} silent`]);
  expect([...rows.keys()]).toEqual([channel]);
  await pauses.resume(['1795916805.1', channel]);
  expect(told.at(-1)).toBe(`${channel} on`);
  await expect(pauses.pause(['1795916805.1'], Date.now() + 30_000)).rejects.toThrow('Cannot find Mixmonitor');
});

test('nothing to silence is no failure', async () => {
  const { told, begin } = aHouse();
  const pauses = begin();
  await pauses.pause([], Date.now() + 30_000);
  await pauses.resume([]);
  expect(told).toEqual([]);
});

test('what comes while the table is slow is kept in its order', async () => {
  const { rows, begin, slow } = aHouse();
  const pauses = begin();
  slow(1_000);
  await pauses.pause([channel], Date.now() + 30_000);
  slow(0);
  await pauses.resume([channel]);
  await pauses.pause([channel], Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([...rows]).toEqual([[channel, 1_060_000]]);
});

test('a call that ends while the PBX cannot be reached is told nothing more', async () => {
  const { rows, told, begin, refuse } = aHouse();
  const pauses = begin();
  await pauses.pause([channel], Date.now() + 30_000);
  refuse(new Error('No line'));
  await vi.advanceTimersByTimeAsync(31_000);
  pauses.forget(channel);
  refuse(null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([`${channel} silent`]);
  expect(rows.size).toBe(0);
});

test('a call that ends takes its pause with it', async () => {
  const { rows, told, begin } = aHouse();
  const pauses = begin();
  await pauses.pause([channel], Date.now() + 30_000);
  pauses.forget(channel);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rows.size).toBe(0);
  expect(told).toEqual([`${channel} silent`]);
});
