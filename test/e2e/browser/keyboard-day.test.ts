import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackView } from '../../../schema/contracts/callbacks.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { play, quiet } from './demo.ts';
import { openBrowser, openScreen, passwordOf, type Screen } from './screen.ts';

const answering = '+442079460142';
const hour = 3_600_000;
const note = 'Wants 40 crates, d c / s x ? 1';

describe.skipIf(!canRun('browser', browserMissing()))('the day of an agent who never touches the mouse', () => {
  let service: RunningService;
  let browser: Browser;
  let agent: Screen;
  let page: Page;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser();
    agent = await openScreen(browser, service.url);
    page = agent.page;
    await page.addInitScript(() => {
      const pointed: string[] = [];
      Object.assign(window, { rbPointed: pointed });
      for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
        window.addEventListener(kind, () => pointed.push(kind), { capture: true });
    });
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const key = (name: string) => page.keyboard.press(name);
  async function read<T>(path: string): Promise<T> {
    return (await (await page.request.get(`/api/v1/${path}`)).json()) as T;
  }
  async function plan(dueAt: number, what: string): Promise<number> {
    const data = { number: answering, origin: 'follow_up', dueAt, note: what };
    const headers = { origin: new URL(page.url()).origin };
    const answer = await page.request.post('/api/v1/callbacks', { data, headers });
    expect(answer.status()).toBe(201);
    return ((await answer.json()) as CallbackView).id;
  }
  /** What has the focus: its row in a list, and the words it would be read aloud with. */
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      const words = at === document.body ? null : at?.textContent;
      return `${at?.getAttribute('data-row') ?? ''}|${at?.getAttribute('aria-label') ?? words ?? ''}`;
    });
  /** Presses a key until the focus stands where one wants it. */
  async function go(name: string, wanted: RegExp): Promise<void> {
    const passed: string[] = [];
    for (let n = 0; n < 120; n += 1) {
      await key(name);
      const at = await focused();
      if (wanted.test(at)) return;
      passed.push(at);
    }
    throw new Error(`${name} never led to ${wanted}: ${passed.map((each) => each.slice(0, 60)).join(' / ')}`);
  }
  const typing = () => page.evaluate(() => document.activeElement?.tagName ?? '');
  const typesInto = (tag: string) => eventually(async () => expect(await typing()).toBe(tag));
  const presence = (state: string) => page.locator(`[data-bar] button[data-state="${state}"]`).waitFor();

  test('signs in', async () => {
    await page.goto('/');
    await page.locator('input[name="login"]').waitFor();
    await typesInto('INPUT');
    await page.keyboard.type('anna');
    await key('Tab');
    await page.keyboard.type(passwordOf(service, 'anna'));
    await key('Enter');
    await page.locator('input[name="login"]').waitFor({ state: 'detached' });
    await quiet(agent);
    // A card of before may still be drawn: keys begin at a desk at rest.
    await page.locator('[data-bar="idle"]').waitFor();
  });

  test('finds somebody by name', async () => {
    await key('/');
    await typesInto('INPUT');
    // Enter comes before the list has answered, as it does from quick fingers.
    await page.keyboard.type('Victor Ok');
    await key('Enter');
    await page.getByRole('heading', { name: 'Victor Okafor' }).waitFor();
    await key('n');
    await typesInto('TEXTAREA');
    await page.keyboard.type('The gate code went to Victor.');
    await key('Control+Enter');
    await page.locator('main').getByText('The gate code went to Victor.').first().waitFor();
    await agent.shot('keyboard-1-found');
  });

  test('calls what is due, talks, says how it went, writes and plans; the next item opens', async () => {
    const item = await plan(Date.now() + 1500, 'Confirm the Thursday slot');
    await page.locator(`[data-row="${item}"]`).waitFor();
    await key('Escape');
    await go('j', new RegExp(`^${item}\\|`));
    await agent.shot('keyboard-2-row');
    await key('c');
    await page.locator('[data-bar="talking"]').waitFor({ timeout: 40_000 });
    await agent.shot('keyboard-3-talking');
    // Long enough to count as returned.
    await page
      .locator('[data-bar="talking"]')
      .getByText(/^0:1[1-9]$/)
      .first()
      .waitFor({ timeout: 20_000 });
    await play(agent, 'phone', { action: 'put_down' });

    await page.getByText('How did it go?').waitFor({ timeout: 10_000 });
    await typesInto('TEXTAREA');
    // Keys are letters while one types: nothing is dialled, opened or searched by them.
    await page.keyboard.type(note);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await key('Escape');
    await key('2');
    const chip = page.getByRole('button', { name: 'Question answered', exact: true });
    await eventually(async () => expect(await chip.getAttribute('aria-pressed')).toBe('true'));
    await go('Tab', /^\|(Tomorrow|Next workday)/);
    await key('Enter');
    await agent.shot('keyboard-4-wrap-up');
    await key('Control+Enter');
    await page.getByText('How did it go?').waitFor({ state: 'detached' });

    const settled = await eventually(async () => {
      const done = await read<CallbackView>(`callbacks/${item}`);
      expect(done).toMatchObject({ state: 'returned', returnedBy: { name: 'Anna Keller' } });
      return done;
    });
    await eventually(async () => {
      const call = await read<{ outcomeChip: string; notes: { body: string }[] }>(`calls/${settled.returnedCallId}`);
      expect(call.outcomeChip).toBe('question');
      expect(call.notes.map(({ body }) => body)).toEqual([note]);
    });
    const { items } = await read<{ items: CallbackView[] }>('today');
    const next = items.filter((each) => each.note === note);
    expect(next).toHaveLength(1);
    expect(next[0]?.dueAt).toBeGreaterThan(Date.now());
    await eventually(() => expect(new URL(page.url()).search).toMatch(/item=\d+/));
  });

  test('puts one off to a day with a reason, and opens that day’s list', async () => {
    const item = await plan(Date.now() + 1500, 'Ask about the samples');
    await page.locator(`[data-row="${item}"]`).waitFor();
    await go('j', new RegExp(`^${item}\\|`));
    await key('s');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await go('Tab', /^\|(Tomorrow|Next workday)/);
    await key('Space');
    await go('Tab', /^\|Waiting for an answer/);
    await key('Space');
    await agent.shot('keyboard-5-put-off');
    await go('Tab', /^\|Put off/);
    await key('Enter');
    await dialog.waitFor({ state: 'detached' });
    const moved = await eventually(async () => {
      const found = await read<CallbackView>(`callbacks/${item}`);
      expect(found.putOff).toMatchObject({ by: { name: 'Anna Keller' }, reason: 'waiting_for_answer' });
      return found;
    });
    expect(moved.dueAt).toBeGreaterThan(Date.now() + hour);
    await page.locator(`[data-row="${item}"]`).waitFor({ state: 'detached' });
    await go('Tab', /^\|(?!today).*, [1-9]\d* owed/);
    await key('Enter');
    await page.locator(`[data-row="${item}"]`).waitFor();
    await key('Escape');
    await page.locator(`[data-row="${item}"]`).waitFor({ state: 'detached' });
  });

  test('opens the log, and in it the call with what was said', async () => {
    await go('Tab', /^\|Calls$/);
    await key('Enter');
    await page.getByRole('heading', { name: 'Calls' }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    await go('Tab', /^\|Show the call of .*0142/);
    await key('Enter');
    await page.getByText('How it went: Question answered').waitFor();
    await page.getByText(note).waitFor();
    await agent.shot('keyboard-6-log');
  });

  test('reads all keys on one sheet, and none of them hangs up', async () => {
    await key('?');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Put the current item off').waitFor();
    expect(await sheet.textContent()).not.toMatch(/hang up/i);
    await agent.shot('keyboard-7-sheet');
    await key('Escape');
    await sheet.waitFor({ state: 'detached' });
    await key('d');
    await page.getByRole('dialog').waitFor();
    await key('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('pauses with a reason, is ready again, and signs out', async () => {
    await presence('ready');
    await key('p');
    await page.getByRole('menuitem', { name: 'Lunch' }).waitFor();
    await go('ArrowDown', /Lunch$/);
    await key('Enter');
    await presence('paused');
    await agent.shot('keyboard-8-paused');
    await key('p');
    await page.getByRole('menuitem', { name: 'Ready now' }).waitFor();
    await go('ArrowDown', /Ready now$/);
    await key('Enter');
    await presence('ready');

    await go('Tab', /^\|Anna Keller/);
    await key('Enter');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await go('ArrowDown', /Sign out$/);
    await key('Enter');
    await page.locator('input[name="login"]').waitFor();
    await agent.shot('keyboard-9-signed-out');
    expect(await page.evaluate(() => Reflect.get(window, 'rbPointed'))).toEqual([]);
    expect(agent.faults).toEqual([]);
  });
});
