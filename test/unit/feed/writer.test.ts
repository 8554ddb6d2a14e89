import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFeedWriter } from '../../../server/feed/writer.ts';
import type { KeyedNews } from '../../../server/store/feed.ts';

const news = (n: number): KeyedNews => ({
  key: `n${n}`,
  news: { type: 'recording.ready', at: n, recordingId: n, callId: n, durationMs: null, bytes: null },
});

describe('news of the present', () => {
  let away = false;
  let written: string[] = [];
  let wakes = 0;
  const warned: object[] = [];
  const open = () =>
    createFeedWriter({
      async write(items) {
        if (away) throw new Error('away');
        written.push(...items.map(({ key }) => key ?? ''));
      },
      written() {
        wakes += 1;
      },
      log: { warn: (fields) => void warned.push(fields) },
    });
  beforeEach(() => {
    vi.useFakeTimers();
    [away, written, wakes] = [false, [], 0];
    warned.length = 0;
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('is gathered for a moment and written in order', async () => {
    const writer = open();
    for (let n = 0; n < 450; n += 1) writer.add(news(n));
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(written).toEqual(Array.from({ length: 450 }, (_, n) => `n${n}`));
    expect(wakes).toBe(3);
    await writer.stop();
  });

  test('waits while the database is away, and only the oldest is given up when it is too much', async () => {
    away = true;
    const writer = open();
    for (let n = 0; n < 5_300; n += 1) writer.add(news(n));
    await vi.advanceTimersByTimeAsync(3_500);
    expect(written).toEqual([]);
    expect(warned.at(-1)).toMatchObject({ held: 5_000, lost: 300 });
    away = false;
    await vi.advanceTimersByTimeAsync(1_100);
    expect(written).toEqual(Array.from({ length: 5_000 }, (_, n) => `n${n + 300}`));
    await writer.stop();
  });

  test('writes what is left when it stops, and stops also when it cannot', async () => {
    const writer = open();
    writer.add(news(1));
    await writer.stop();
    expect(written).toEqual(['n1']);
    away = true;
    const other = open();
    other.add(news(2));
    await other.stop();
    expect(written).toEqual(['n1']);
  });
});
