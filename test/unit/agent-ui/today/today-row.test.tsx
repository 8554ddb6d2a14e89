// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { TodayRow } from '../../../../agent-ui/src/features/today/today-row.tsx';
import { aCallback } from '../debt-board/a-callback.ts';
import { draw, press, serve, the, undraw, until } from '../drawn.tsx';

const now = Date.now();
const item = aCallback({ dueAt: now + 5 * 60_000 });
const more = () => the('button', /^Actions for/);

async function aRow(): Promise<HTMLElement> {
  serve({});
  await draw(
    <ul>
      <TodayRow item={item} now={now} current={false} />
    </ul>,
  );
  const row = document.querySelector('li');
  if (!row) throw new Error('There is no row');
  return row;
}

describe('a row of today', () => {
  afterEach(undraw);

  test('has its menu button before anybody comes near, and a finger opens it', async () => {
    await aRow();
    expect(more().getAttribute('aria-haspopup')).toBe('menu');
    await press(more());
    await until(() => the('[role=menuitem]', /^Call/));
  });

  test('keeps the focus on the button when its menu is made under it', async () => {
    await aRow();
    const rested = more();
    await act(async () => rested.focus());
    expect(document.activeElement).toBe(more());
    expect(rested.isConnected).toBe(false);
    await press(more());
    await until(() => the('[role=menuitem]', /^Call/));
  });

  test('keeps the focus on the row itself when one comes to it by keyboard', async () => {
    const row = await aRow();
    const link = row.querySelector('a');
    await act(async () => link?.focus());
    expect(document.activeElement).toBe(link);
  });

  test('opens its menu at the press of the menu key', async () => {
    const row = await aRow();
    await act(async () => {
      row.querySelector('a')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    });
    await until(() => the('[role=menuitem]', /^Put off/));
  });
});
