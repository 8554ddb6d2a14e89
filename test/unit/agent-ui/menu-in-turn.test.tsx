// @vitest-environment jsdom
import { Menu } from '@mantine/core';
import { act, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draw, named, press, the, undraw } from './drawn.tsx';

/** The browser has time when the test says so. */
let idle: (() => void)[] = [];
window.requestIdleCallback = (call) => idle.push(() => call({ didTimeout: false, timeRemaining: () => 10 }));
const { MenuInTurn } = await import('../../../agent-ui/src/ui/menu-in-turn.tsx');

beforeEach(() => {
  idle = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  undraw();
});

/** Lets the waiting part have its turn, if one waits. */
const turn = () =>
  act(() => {
    vi.advanceTimersByTime(1000);
    for (const call of idle.splice(0)) call();
  });
const menu = (name: string) => (
  <MenuInTurn key={name} button={<button type="button">{name}</button>}>
    {() => <Menu.Item>{`entry of ${name}`}</Menu.Item>}
  </MenuInTurn>
);
const isMade = (name: string) => the('button', name).hasAttribute('aria-expanded');

test('menus are made one after the other when the page has time, and each button is there before', async () => {
  await draw(
    <>
      {menu('one')}
      {menu('two')}
    </>,
  );
  expect([isMade('one'), isMade('two')]).toEqual([false, false]);
  expect(the('button', 'one').getAttribute('aria-haspopup')).toBe('menu');
  await turn();
  expect([isMade('one'), isMade('two')]).toEqual([true, false]);
  await turn();
  expect([isMade('one'), isMade('two')]).toEqual([true, true]);
});

test('a press on a button at rest opens its menu at once', async () => {
  await draw(menu('one'));
  await press(the('button', 'one'));
  await turn();
  expect(named('button', 'entry of one')).toHaveLength(1);
  expect(the('button', 'one').getAttribute('aria-expanded')).toBe('true');
});

test('a button that has the focus is left as it is until the focus has gone', async () => {
  await draw(menu('one'));
  const before = the<HTMLButtonElement>('button', 'one');
  before.focus();
  await turn();
  await turn();
  expect(the('button', 'one')).toBe(before);
  expect(document.activeElement).toBe(before);
  before.blur();
  await turn();
  expect(isMade('one')).toBe(true);
});

test('a menu that a key opens before it was made gives the focus back to where it was', async () => {
  let open: (opened: boolean) => void = () => undefined;
  function ByKey() {
    const [opened, setOpened] = useState(false);
    open = setOpened;
    return (
      <MenuInTurn opened={opened} onChange={setOpened} button={<button type="button">state</button>} returnFocus>
        {() => <Menu.Item>pause</Menu.Item>}
      </MenuInTurn>
    );
  }
  await draw(
    <>
      <input aria-label="note" />
      <ByKey />
    </>,
  );
  const note = the<HTMLInputElement>('input', 'note');
  note.focus();
  await act(async () => open(true));
  await turn();
  await act(async () => the<HTMLButtonElement>('button', 'pause').focus());
  await act(async () => open(false));
  await turn();
  expect(document.activeElement).toBe(note);
});
