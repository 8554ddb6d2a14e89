import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { FeedMessage } from '../../../schema/contracts/feed.ts';
import { createReader } from '../../../server/feed/reader.ts';

/** The other side of a connection, as far as a reader knows it. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: number[] = [];
  readonly said: unknown[] = [];
  pings = 0;
  stuck = false;
  send(text: string, done: () => void): void {
    this.sent.push(JSON.parse(text).seq);
    if (!this.stuck) done();
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number, reason: string): void {
    this.said.push([code, reason]);
    this.readyState = 2;
  }
  terminate(): void {
    this.said.push('cut');
    this.readyState = 3;
    this.emit('close');
  }
}

const message = (seq: number): FeedMessage => ({
  seq,
  type: 'recording.ready',
  at: seq,
  recordingId: seq,
  callId: seq,
  durationMs: null,
  bytes: null,
});

describe('a reader of the feed', () => {
  let socket: FakeSocket;
  // A test's stand-in has the few parts a reader uses.
  const open = () => createReader(socket as unknown as WebSocket, 1);
  beforeEach(() => {
    vi.useFakeTimers();
    socket = new FakeSocket();
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('is told each message once, whoever tells it again', () => {
    const reader = open();
    reader.startAt(4);
    for (const told of [
      [3, 4, 5],
      [5, 6],
      [6, 9],
    ])
      expect(reader.tell(told.map(message))).toBe(true);
    expect(socket.sent).toEqual([5, 6, 9]);
    expect(reader.seq).toBe(9);
  });

  test('that shows no sign of life between two beats is cut', () => {
    const reader = open();
    expect(reader.beat()).toBe(true);
    socket.emit('pong');
    expect(reader.beat()).toBe(true);
    expect(reader.beat()).toBe(false);
    expect([socket.pings, socket.said]).toEqual([2, ['cut']]);
  });

  test('that leaves a megabyte unread is dropped with the place to come back to, and cut if it does not even read that', () => {
    const reader = open();
    reader.join();
    reader.tell([message(1)]);
    socket.bufferedAmount = 1024 * 1024 + 1;
    expect(reader.tell([message(2)])).toBe(false);
    expect(socket.said).toEqual([[4008, 'too slow: resume with since=1']]);
    expect(reader.joined).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect(socket.said.at(-1)).toBe('cut');
  });

  test('that does not take the past in time is dropped', async () => {
    const reader = open();
    socket.stuck = true;
    reader.tell([message(1)]);
    const flushed = reader.flushed();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await flushed).toBe(false);
    expect(socket.said).toEqual([[4008, 'too slow: resume with since=1']]);
    await vi.advanceTimersByTimeAsync(2_000);
  });
});
