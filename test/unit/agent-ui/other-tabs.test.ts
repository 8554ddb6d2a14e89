// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let whenStored: (key: string, act: () => void) => void;
beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  localStorage.clear();
  ({ whenStored } = await import('../../../agent-ui/src/ui/other-tabs.ts'));
});
afterEach(() => vi.useRealTimers());

const another = (key: string) => void window.dispatchEvent(new StorageEvent('storage', { key }));

test('acts on what another tab stores under its key, and on nothing else', () => {
  const act = vi.fn();
  whenStored('a', act);
  vi.runAllTimers();
  expect(act).not.toHaveBeenCalled();
  another('b');
  expect(act).not.toHaveBeenCalled();
  another('a');
  expect(act).toHaveBeenCalledTimes(1);
});

test('what changed before it listens is acted on once, when it begins to', () => {
  const [changed, same] = [vi.fn(), vi.fn()];
  localStorage.setItem('same', 'x');
  whenStored('changed', changed);
  whenStored('same', same);
  localStorage.setItem('changed', 'new');
  another('changed');
  expect(changed).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(same).not.toHaveBeenCalled();
});

test('who comes later listens at once', () => {
  whenStored('a', vi.fn());
  vi.runAllTimers();
  const act = vi.fn();
  whenStored('b', act);
  another('b');
  expect(act).toHaveBeenCalledTimes(1);
});
