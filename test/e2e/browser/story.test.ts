import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackView } from '../../../schema/contracts/callbacks.ts';
import { asteriskAvailable } from '../../support/asterisk.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { dress, openBrowser, openScreen, type Screen, signIn } from './screen.ts';

const olga = '+447700900123';
const directShort = '+442079460191';
const possible = canRun('asterisk', asteriskAvailable()) && canRun('browser', browserMissing());

describe.skipIf(!possible)('the promise, from the first ring to the returned call', () => {
  let house: TestHouse;
  let browser: Browser;
  let agent: Screen;
  let supervisor: Screen;

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 6 });
    browser = await openBrowser();
    agent = await openScreen(browser, house.service.url);
    supervisor = await openScreen(browser, house.service.url);
    await signIn(agent.page, 'anna', house.password);
    await signIn(supervisor.page, 'sofia', house.password);
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test('a known caller pops, reaches nobody, is owed, called back and returned with the recording as proof', async () => {
    const { page } = agent;
    const trunk = await house.pbx.trunk();
    const phone = await house.pbx.phone('1001');
    await supervisor.page.goto('/callbacks');

    // The phone rings: the screen knows who it is before anyone picks up.
    const missed = await trunk.call(directShort, { from: olga });
    await missed.ringing;
    const bar = page.locator('header, [data-bar]').first();
    await bar.getByRole('link', { name: 'Olga Petrova' }).waitFor({ timeout: 5_000 });
    await page
      .getByRole('alert')
      .getByText(/Olga Petrova/)
      .waitFor({ state: 'attached' });
    await agent.shot('1-pop-while-ringing');

    // Nobody answers: within two seconds the debt is on the agent's list and on the supervisor's board.
    await missed.ended;
    const endedAt = Date.now();
    const debt = await eventually(async () => {
      const answer = await supervisor.page.request.get(`/api/v1/board?filter=owed&q=${encodeURIComponent(olga)}`);
      const board = (await answer.json()) as { rows: CallbackView[] };
      expect(board.rows).toHaveLength(1);
      return board.rows[0] as CallbackView;
    });
    expect(Date.now() - endedAt).toBeLessThan(2_000);
    await supervisor.page.locator('main').getByText('Olga Petrova').first().waitFor({ timeout: 5_000 });
    await supervisor.shot('2-debt-on-the-board');
    await agent.shot('2-debt-on-today');

    // One key: the debt is claimed and the agent's own phone rings first, then the customer's.
    const rung = phone.nextCall(10_000);
    const customer = trunk.nextCall(15_000);
    await page.locator('body').press('c');
    await (await rung).answer();
    const reached = await customer;
    await agent.shot('3-calling-back');
    await reached.answer();
    await eventually(() => expect(reached.media.hears(440)).toBeGreaterThan(0.5));
    await page.locator('header, [data-bar]').first().getByRole('link', { name: 'Olga Petrova' }).waitFor();
    await agent.shot('4-talking');
    await eventually(() => expect(Date.now() - (reached.answeredAt ?? Date.now())).toBeGreaterThan(10_600), {
      withinMs: 15_000,
      everyMs: 200,
    });
    reached.hangup();

    // The item is returned, and names this call as its proof.
    const returned = await eventually(async () => {
      const answer = await supervisor.page.request.get(`/api/v1/callbacks/${debt.id}`);
      const item = (await answer.json()) as CallbackView;
      expect(item).toMatchObject({ state: 'returned', settledAs: 'in_time', returnedBy: { name: 'Anna Keller' } });
      return item;
    });
    expect(returned.returnedTalkMs).toBeGreaterThan(10_000);
    await agent.shot('5-wrap-up');

    // The recording plays in the browser.
    await page.goto(`/people/${returned.contact?.id}`);
    const play = page.getByRole('button', { name: /play/i }).first();
    await play.waitFor({ timeout: 30_000 });
    await play.click();
    await page.getByRole('button', { name: /pause/i }).first().waitFor({ timeout: 10_000 });
    await eventually(async () => {
      const position = await page.getByRole('slider').first().getAttribute('aria-valuenow');
      expect(Number(position)).toBeGreaterThan(0);
    });
    await agent.shot('6-recording-plays');
    await dress(page, 'fa', 'dark');
    await page.getByText('Olga Petrova').first().waitFor();
    await agent.shot('7-person-fa-dark');
    expect(agent.faults).toEqual([]);
    expect(supervisor.faults).toEqual([]);
  });

  test('after it the ledger keeps every promise', async () => {
    const { checks } = (await (await fetch(`${house.service.url}/health/deep`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
