import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asteriskAvailable } from '../../support/asterisk.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import type { SipPhone } from '../../support/sip/phone.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { dress, openBrowser, openScreen, type Screen, shotOf, signIn } from './screen.ts';

const possible = canRun('asterisk', asteriskAvailable()) && canRun('browser', browserMissing());
const direct = '+442079460111';
const group = '+442079460110';
const olga = '+447700900123';

/** Notes each tab has let sound, by the instant they sound at; what is laid out ahead counts when its time has come. */
interface Heard {
  notes: number[];
  readonly cuts: number[];
}

/** Listens at the browser's own sound: every note that starts, and every ring that is cut off. */
function listenToSound(): void {
  const place = globalThis as unknown as { rbHeard: Heard };
  place.rbHeard = { notes: [], cuts: [] };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function startAndNote(this: OscillatorNode, when = 0): void {
    place.rbHeard.notes.push(Date.now() + Math.max(0, when - this.context.currentTime) * 1000);
    start.call(this, when);
  };
  const disconnect = GainNode.prototype.disconnect;
  GainNode.prototype.disconnect = function disconnectAndNote(this: GainNode): void {
    const now = Date.now();
    place.rbHeard.cuts.push(now);
    // What was laid out ahead is never heard.
    place.rbHeard.notes = place.rbHeard.notes.filter((at) => at <= now);
    Reflect.apply(disconnect, this, []);
  } as typeof disconnect;
}

/** Whether a tab sounds at this moment: a note has begun since the last cut, and the next ones are laid out. */
const isSounding = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { notes, cuts } = (globalThis as unknown as { rbHeard: Heard }).rbHeard;
    const cut = Math.max(0, ...cuts);
    return notes.some((at) => at >= cut && at <= Date.now()) && notes.some((at) => at > Date.now());
  });

describe.skipIf(!possible)('a call on the screen', () => {
  let house: TestHouse;
  let browser: Browser;
  let anna: Screen;
  let ben: Screen;
  let carla: Screen;
  let phones: Record<'anna' | 'ben' | 'carla', SipPhone>;

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 20 });
    browser = await openBrowser();
    [anna, ben, carla] = (await Promise.all([1, 2, 3].map(() => openScreen(browser, house.service.url)))) as [
      Screen,
      Screen,
      Screen,
    ];
    phones = {
      anna: await house.pbx.phone('1001'),
      ben: await house.pbx.phone('1002'),
      carla: await house.pbx.phone('1003'),
    };
    await anna.context.addInitScript(listenToSound);
    await signIn(anna.page, 'anna', house.password);
    await signIn(ben.page, 'ben', house.password);
    await signIn(carla.page, 'carla', house.password);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  async function moreTabs(context: BrowserContext, count: number): Promise<Page[]> {
    const pages: Page[] = [];
    for (let at = 0; at < count; at += 1) {
      const page = await context.newPage();
      await page.goto('/');
      await page.locator('[data-bar]').waitFor();
      await page.locator('body').press('Shift');
      pages.push(page);
    }
    return pages;
  }

  test('rings once in five tabs; when the tab that rings dies, another rings within two seconds', async () => {
    const tabs = [anna.page, ...(await moreTabs(anna.context, 4))];
    const trunk = await house.pbx.trunk();
    const call = await trunk.call(direct, { from: olga });
    for (const tab of tabs) await tab.locator('[data-bar="ringing"]').waitFor();
    const sounding = async (pages: readonly Page[]): Promise<Page[]> => {
      const said = await Promise.all(pages.map(isSounding));
      return pages.filter((_, at) => said[at]);
    };
    await eventually(async () => expect(await sounding(tabs)).toHaveLength(1));
    const [first] = await sounding(tabs);
    if (!first) throw new Error('No tab sounds');
    await first.close();
    const diedAt = Date.now();
    const left = tabs.filter((tab) => tab !== first);
    await eventually(async () => expect(await sounding(left)).toHaveLength(1), { withinMs: 2_000, everyMs: 50 });
    expect(Date.now() - diedAt).toBeLessThan(2_000);

    const again = await anna.context.newPage();
    await again.goto('/');
    await again.locator('[data-bar="ringing"]').getByRole('link', { name: 'Olga Petrova' }).waitFor();
    expect(await sounding([...left, again])).toHaveLength(1);
    call.hangup();
    await again.locator('[data-bar="idle"]').waitFor();
    await eventually(async () => expect(await sounding([...left, again])).toEqual([]));
    for (const tab of [...left, again].slice(1)) await tab.close();
    const kept = left[0] ?? again;
    anna = { ...anna, page: kept, shot: shotOf(kept) };
  });

  test('pops at three of a ring group, and goes with the name of who answered at two', async () => {
    const trunk = await house.pbx.trunk();
    const rung = phones.ben.nextCall(10_000);
    const call = await trunk.call(group, { from: '+447700900789' });
    for (const { page } of [anna, ben, carla])
      await page.locator('[data-bar="ringing"]').getByRole('link', { name: 'Nino Meskhi' }).waitFor();
    await (await rung).answer();
    for (const { page } of [anna, carla]) await page.getByText('Answered by Ben Okafor').waitFor();
    await ben.page.locator('[data-bar="talking"]').waitFor();
    for (const { page } of [anna, carla]) await page.locator('[data-bar="idle"]').waitFor({ timeout: 5_000 });
    call.hangup();
    await ben.page.locator('[data-bar="wrap-up"]').waitFor();
  });

  test('that no screen shows leaves a mark for the supervisor until one shows again', async () => {
    const supervisor = await openScreen(browser, house.service.url);
    await signIn(supervisor.page, 'sofia', house.password);
    await supervisor.page.goto('/callbacks');
    const trunk = await house.pbx.trunk();
    // A page that hangs: its line lives, and nothing is painted any more.
    const frozen = await carla.context.newCDPSession(carla.page);
    await carla.page.evaluate(() => {
      globalThis.requestAnimationFrame = () => 0;
    });
    const call = await trunk.call(group, { from: olga });
    await supervisor.page.getByRole('button', { name: /Carla Reyes.*screen unreachable/ }).waitFor({ timeout: 15_000 });
    await supervisor.shot('pop-screen-unreachable');
    expect(await supervisor.page.getByRole('button', { name: /Anna Keller.*screen unreachable/ }).count()).toBe(0);
    call.hangup();
    await frozen.detach();
    await carla.page.reload();
    await carla.page.locator('[data-bar="idle"]').waitFor();
    const next = await trunk.call(group, { from: olga });
    await carla.page.locator('[data-bar="ringing"]').waitFor();
    await eventually(async () =>
      expect(await supervisor.page.getByRole('button', { name: /screen unreachable/ }).count()).toBe(0),
    );
    next.hangup();
    expect(supervisor.faults).toEqual([]);
  });

  test('is shown as each person has chosen, and the settings look right in two directions', async () => {
    const { page } = anna;
    const openSettings = async (menu: string) => {
      await page.locator('nav').getByRole('button', { name: 'Anna Keller' }).click();
      await page.getByRole('menuitem', { name: menu }).click();
      await page.getByRole('dialog').waitFor();
    };
    await page.goto('/callbacks');
    await openSettings('Calls and ring sound');
    await page.getByRole('dialog').getByText('Call bar only').click();
    await eventually(async () => {
      const session = (await (await page.request.get('/api/v1/session')).json()) as { user: { popAs: string } };
      expect(session.user.popAs).toBe('strip');
    });
    await page.getByRole('dialog').getByText('Address of ours').click();
    await anna.shot('pop-settings-en');
    await page.keyboard.press('Escape');
    await page.goto('/people');
    const call = await (await house.pbx.trunk()).call(direct, { from: olga });
    await page.locator('[data-bar="ringing"]').waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
    await anna.shot('pop-strip-en');
    call.hangup();
    await page.locator('[data-bar="idle"]').waitFor();
    await dress(page, 'fa', 'dark');
    await openSettings('تماس‌ها و صدای زنگ');
    await anna.shot('pop-settings-fa-dark');
    expect([...anna.faults, ...ben.faults]).toEqual([]);
  });
});
