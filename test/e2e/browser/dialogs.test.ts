import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { accessibilityFaults, overflow } from './axe.ts';
import { play } from './demo.ts';
import { type Say, saying } from './say.ts';
import { dress, openBrowser, screenOf } from './screen.ts';

interface Opened {
  readonly name: string;
  readonly login: string;
  readonly path: string;
  open(page: Page, say: Say): Promise<unknown>;
}

const event = (name: string) => (page: Page) =>
  page.evaluate((told) => void document.dispatchEvent(new Event(told)), name);
const button = (feature: string, key: string) => (page: Page, say: Say) =>
  page
    .locator('main')
    .getByRole('button', { name: say(feature, key) })
    .first()
    .click();
const ofTheFirst = (key: string) => async (page: Page, say: Say) => {
  await page.locator('main tbody tr').first().click();
  const why = page.getByRole('complementary', { name: say('debt-board', 'why.heading') });
  await why.getByRole('button', { name: say('debt-board', key) }).click();
};

const dialogs: readonly Opened[] = [
  { name: 'keys', login: 'anna', path: '/', open: event('rb-keyboard-sheet') },
  { name: 'pop-settings', login: 'anna', path: '/', open: event('rb-pop-settings') },
  { name: 'line', login: 'admin', path: '/admin/lines', open: button('rules', 'lines.editDo') },
  { name: 'line-retired', login: 'admin', path: '/admin/lines', open: button('rules', 'lines.retire') },
  { name: 'add-person', login: 'admin', path: '/admin', open: button('admin', 'people.add') },
  { name: 'assign', login: 'priya', path: '/callbacks', open: ofTheFirst('action.assign') },
  { name: 'close', login: 'priya', path: '/callbacks', open: ofTheFirst('action.close') },
];
const dresses = [
  ['en', 'light', 1440],
  ['fa', 'dark', 390],
] as const;

describe.skipIf(!canRun('browser', browserMissing()))('every dialog, in the demonstration', () => {
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

  test.each(
    dresses.flatMap(([language, theme, width]) =>
      ['anna', 'admin', 'priya'].map((login) => ({ login, language, theme, width })),
    ),
  )('$login opens them in $language, $theme, $width wide', async ({ login, language, theme, width }) => {
    const say = await saying(language);
    const screen = await screenOf(browser, service, login, { width, height: width < 500 ? 844 : 900 });
    onTestFinished(() => screen.context.close());
    await dress(screen.page, language, theme);
    await play(screen, 'scenes', { running: false });
    const found: string[] = [];
    for (const { name, path, open } of dialogs.filter((one) => one.login === login)) {
      await screen.page.goto(path);
      await screen.page.locator('main :is(h1, h2):visible').first().waitFor();
      await screen.page.waitForLoadState('networkidle').catch(() => {});
      await open(screen.page, say);
      await screen.page.getByRole('dialog').waitFor();
      // It fades in; half faded, its colours are too pale.
      await screen.page.waitForFunction(() =>
        // What moves with the scrolling of its part never ends.
        document
          .getAnimations()
          .every(({ playState, timeline }) => playState !== 'running' || !(timeline instanceof DocumentTimeline)),
      );
      await screen.shot(`dialog-${name}-${language}-${theme}-${width}`);
      if ((await overflow(screen)) > 0) found.push(`${name} is wider than the window`);
      for (const fault of await accessibilityFaults(screen)) found.push(`${name} ${fault}`);
    }
    expect(found).toEqual([]);
    expect(screen.faults).toEqual([]);
  });
});
