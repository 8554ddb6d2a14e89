import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { accessibilityFaults, overflow } from './axe.ts';
import { play, quiet } from './demo.ts';
import { dress, openBrowser, type Screen, screenOf } from './screen.ts';

const pages = {
  anna: ['/', '/calls', '/people', '/callbacks'],
  priya: ['/callbacks', '/calls', '/statement', '/statement?unit=month'],
  admin: [
    '/admin',
    '/admin/lines',
    '/admin/hours',
    '/admin/rules',
    '/admin/recordings',
    '/admin/integrations',
    '/admin/audit',
    '/admin/health',
  ],
} as const;

/** Pages that are seldom opened, looked at in two dresses. */
const rare = {
  anna: ['/people/1', '/people/new', '/people/withheld', '/companies/1', '/people/1/merge', '/people/1/merge/2'],
  priya: ['/wall?lang=fa&theme=dark', '/wall?lang=en&theme=light', '/admin/lines', '/admin/rules'],
} as const;

const dresses = [
  ['en', 'light', 1440],
  ['fa', 'light', 1440],
  ['en', 'dark', 1024],
  ['fa', 'dark', 390],
  ['ru', 'light', 390],
  ['ka', 'dark', 1440],
] as const;

describe.skipIf(!canRun('browser', browserMissing()))('every screen, in the demonstration', () => {
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

  const signedIn = (login: string, width = 1440): Promise<Screen> =>
    screenOf(browser, service, login, { width, height: width < 500 ? 844 : 900 });

  const casesOf = (of: Readonly<Record<string, readonly string[]>>, worn: readonly (typeof dresses)[number][]) =>
    Object.entries(of).flatMap(([login, paths]) =>
      worn.map(([language, theme, width]) => ({ login, paths, language, theme, width })),
    );
  const cases = [...casesOf(pages, dresses), ...casesOf(rare, [dresses[0], dresses[3]])];

  test.each(cases)(
    '$login sees whole pages in $language, $theme, $width wide',
    async ({ login, paths, language, theme, width }) => {
      const screen = await signedIn(login, width);
      await dress(screen.page, language, theme);
      onTestFinished(() => screen.context.close());
      const found: string[] = [];
      for (const path of paths) {
        await screen.page.goto(path);
        await screen.page.locator('main :is(h1, h2):visible').first().waitFor();
        await screen.page.waitForLoadState('networkidle').catch(() => {});
        await screen.shot(`screen-${login}${path.replaceAll(/[/?=]/g, '-')}-${language}-${theme}-${width}`);
        const wider = await overflow(screen);
        if (wider > 0) found.push(`${path} is ${wider} px wider than the window`);
        for (const fault of await accessibilityFaults(screen)) found.push(`${path} ${fault}`);
      }
      expect(found).toEqual([]);
      expect(screen.faults).toEqual([]);
    },
  );

  test('a caller whose name is a script is shown as text, in the pop, the log and the board', async () => {
    const screen = await signedIn('anna');
    const { page } = screen;
    await dress(page, 'en', 'light');
    await quiet(screen);
    await play(screen, 'calls', { caller: 'hostile', to: 'me' });
    await page.getByText('<img src=x').first().waitFor();
    await screen.shot('hostile-name-pop');
    await play(screen, 'phone', { action: 'decline' });
    await page.goto('/calls');
    await page.locator('main').getByText('<img src=x').first().waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    const board = await signedIn('priya');
    await dress(board.page, 'en', 'light');
    await board.page.goto('/callbacks');
    await board.page
      .locator('main')
      .getByText(/7946 0666/)
      .first()
      .waitFor();
    expect(await board.page.locator('img[src="x"]').count()).toBe(0);
    expect([...screen.faults, ...board.faults]).toEqual([]);
  });
});
