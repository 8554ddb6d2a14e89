// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { MonthGrid } from '../../../agent-ui/src/ui/month-grid.tsx';
import { draw, named, press, shown, the, undraw } from './drawn.tsx';

afterEach(undraw);

const key = (name: string) =>
  act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  });

test('a Persian month is named, numbered and walked through in Persian', async () => {
  const onPick = vi.fn();
  await draw(<MonthGrid value={null} today="2026-11-28" min="2026-11-28" onPick={onPick} />, { language: 'fa' });
  expect(shown()).toContain('آذر ۱۴۰۵');
  const today = document.querySelector<HTMLElement>('[aria-current="date"]');
  expect(today?.textContent).toBe('۷');
  today?.focus();
  await key('ArrowLeft');
  expect(document.activeElement?.textContent).toBe('۸');
  await key('ArrowDown');
  await press(document.activeElement as HTMLElement);
  expect(onPick).toHaveBeenCalledWith('2026-12-06');
  await key('PageDown');
  expect(shown()).toContain('دی ۱۴۰۵');
  expect(document.activeElement?.textContent).toBe('۱۵');
});

test('a day says that it is closed and what is owed on it, and days before the first cannot be chosen', async () => {
  await draw(
    <MonthGrid
      value="2026-11-30"
      today="2026-11-28"
      min="2026-11-28"
      onPick={() => undefined}
      closed={(date) => date === '2026-11-29'}
      owed={(date) => (date === '2026-11-30' ? 3 : 0)}
    />,
  );
  expect(named('button', /29 Nov, closed$/)).toHaveLength(1);
  expect(the('button', /30 Nov, 3 owed$/).getAttribute('aria-pressed')).toBe('true');
  expect(the('button', /27 Nov$/).disabled).toBe(true);
  the('button', /30 Nov/).focus();
  await key('PageUp');
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/28 Nov$/);
  expect(document.querySelectorAll('[data-day][tabindex="0"]')).toHaveLength(1);
});
