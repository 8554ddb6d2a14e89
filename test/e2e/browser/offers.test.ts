import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../../schema/contracts/session.ts';
import { runningPostgres } from '../../../server/platform/postgres/embedded.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { quiet } from './demo.ts';
import { dress, openBrowser, type Screen, screenOf } from './screen.ts';

describe.skipIf(!canRun('browser', browserMissing()))('a line that offers what is due', () => {
  let service: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const signedIn = (login: string): Promise<Screen> => screenOf(browser, service, login);

  /** Three strangers who asked for a call: what the demonstration's own callers still wait for differs by the hour. */
  async function threeWait({ page }: Screen): Promise<void> {
    const { lines } = (await (await page.request.get('/api/v1/session')).json()) as Session;
    const headers = { origin: new URL(page.url()).origin };
    for (const last of [1, 2, 3]) {
      const wish = {
        number: `+44208496080${last}`,
        lineId: lines.find(({ key }) => key === 'sales')?.id,
        origin: 'requested',
        dueAt: Date.now(),
      };
      const answer = await page.request.post('/api/v1/callbacks', { headers, data: wish });
      expect(answer.ok()).toBe(true);
    }
  }

  /** As `offers: true` in a site file does. */
  async function offerEverything(): Promise<void> {
    const reach = runningPostgres(service.dataDir);
    if (reach === null) throw new Error('The embedded database does not run');
    const client = new pg.Client(reach);
    await client.connect();
    await client.query('update lines set offers = true');
    await client.query(
      `update callbacks set due_at = now() - interval '1 minute' where state = 'open' and due_at > now()`,
    );
    await client.end();
  }

  test('asks a free agent; no brings the next one, yes dials at once', async () => {
    const agent = await signedIn('anna');
    await quiet(agent);
    await threeWait(agent);
    await offerEverything();
    const { page } = agent;
    await page.goto('/');
    const offer = page.locator('[data-offer]');
    await offer.waitFor();
    await agent.shot('offer-en');
    const first = await offer.locator('b').innerText();
    await offer.getByRole('button', { name: 'Not now' }).click();
    await offer.filter({ hasNotText: first }).waitFor();
    await offer.getByRole('button', { name: 'Call now' }).click();
    await page.locator('[data-bar="dialing"]').waitFor();
    await offer.waitFor({ state: 'detached' });
    await agent.shot('offer-accepted');
    expect(agent.faults).toEqual([]);
  });

  test('asks in Persian too, over the page', async () => {
    const agent = await signedIn('narges');
    await dress(agent.page, 'fa', 'dark');
    await offerEverything();
    await agent.page.goto('/');
    await agent.page.locator('[data-offer]').waitFor();
    await agent.shot('offer-fa-dark');
    expect(agent.faults).toEqual([]);
  });
});
