import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPush, type RealtimeServer } from '../../../server/realtime/push.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that writes down what is told to everybody. */
function listening() {
  const told: unknown[] = [];
  const io = { emit: (_event: string, { id }: { id: number }) => told.push(id) };
  return { told, push: createPush(io as unknown as RealtimeServer) };
}

const changed = (id: number) => ({ seq: id, what: 'note' as const, id });

test('news for everybody goes at once; what follows closely goes together, in its order', () => {
  const { told, push } = listening();
  push.toAll('changed', changed(1));
  expect(told).toEqual([1]);
  for (const id of [2, 3, 4]) push.toAll('changed', changed(id));
  expect(told).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([1, 2, 3, 4]);
  push.toAll('changed', changed(5));
  vi.advanceTimersByTime(100);
  expect(told).toEqual([1, 2, 3, 4, 5]);
});

test('after a calm moment the next goes at once again, and no timer is left', () => {
  const { told, push } = listening();
  push.toAll('changed', changed(1));
  vi.advanceTimersByTime(100);
  expect(vi.getTimerCount()).toBe(0);
  push.toAll('changed', changed(2));
  expect(told).toEqual([1, 2]);
});
