import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { quiet } from './demo.ts';
import { openBrowser, type Screen, screenOf } from './screen.ts';

const minute = 60_000;

describe.skipIf(!canRun('browser', browserMissing()))('a browser whose line is lost', () => {
  let service: RunningService;
  let browser: Browser;
  let agent: Screen;
  let page: Page;
  let victor: number;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser();
    agent = await screenOf(browser, service, 'anna');
    page = agent.page;
    await quiet(agent);
    const found = await read<{ rows: { id: number; name: string }[] }>('contacts?q=Victor');
    victor = found.rows[0]?.id ?? 0;
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  async function read<T>(path: string): Promise<T> {
    return (await (await page.request.get(`/api/v1/${path}`)).json()) as T;
  }
  /** The notes of a person with this text, as the server has them. */
  const stored = async (text: string): Promise<number> =>
    JSON.stringify(await read(`contacts/${victor}/timeline?limit=50`)).split(JSON.stringify(text)).length - 1;
  async function write(text: string): Promise<void> {
    await page.getByRole('button', { name: /^Write a note/ }).click();
    await page.getByLabel('Note', { exact: true }).fill(text);
  }
  const save = () => page.getByRole('button', { name: /^Save/ }).first().click();

  test('is read only for a minute, keeps the note, and writes it once when the line is back', async () => {
    const text = 'Typed while the line was down';
    await page.goto(`/people/${victor}`);
    await write(text);
    await agent.context.setOffline(true);
    const lostAt = Date.now();
    await page.getByText('Connection lost.').waitFor();
    expect(await page.getByRole('button', { name: /^Call next/ }).isDisabled()).toBe(true);
    await save();
    await page.getByText('Waits for the connection').waitFor();
    await agent.shot('offline-note');
    await eventually(() => expect(Date.now() - lostAt).toBeGreaterThan(minute), { withinMs: 70_000, everyMs: 500 });
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe(text);
    expect(await stored(text)).toBe(0);
    await agent.context.setOffline(false);
    await page.getByText('Connection lost.').waitFor({ state: 'detached' });
    await page.locator('main').getByText(text).first().waitFor();
    expect(await stored(text)).toBe(1);
    await page.getByRole('button', { name: /^Write a note/ }).waitFor();
  }, 150_000);

  test('sends again what was answered into the void, and it stands there once', async () => {
    const text = 'The answer to this note was lost on its way';
    const keys: (string | undefined)[] = [];
    await page.route('**/notes', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      await route.fetch();
      if (keys.length === 1) return route.abort('connectionreset');
      return route.continue();
    });
    await write(text);
    await save();
    await eventually(() => expect(keys.length).toBeGreaterThan(1));
    await page.getByRole('button', { name: /^Write a note/ }).waitFor();
    expect(new Set(keys).size).toBe(1);
    expect(await stored(text)).toBe(1);
    await page.unroute('**/notes');
  });

  test('shows what was typed again after it was closed and opened', async () => {
    await write('Half a thought');
    await page.reload();
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('Half a thought');
    expect(agent.faults.filter((fault) => !/WebSocket|ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([]);
  });
});
