import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Board, CallbackDetail } from '../../../schema/contracts/callbacks.ts';
import type { Notices } from '../../../schema/contracts/notices.ts';
import type { Rules } from '../../../schema/contracts/rules.ts';
import type { Statement } from '../../../schema/contracts/statement.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { type RunningService, startService } from '../../support/service.ts';
import { play } from './demo.ts';
import { type Say, saying } from './say.ts';
import { dress, openBrowser, type Screen, screenOf } from './screen.ts';

const hour = 3_600_000;

/** The ways of a supervisor and an admin through a day's debts, walked by what the screen says, in two directions. */
describe.skipIf(!canRun('browser', browserMissing())).each(['en', 'fa'] as const)('what is owed, in %s', (language) => {
  let service: RunningService;
  let browser: Browser;
  let say: Say;

  beforeAll(async () => {
    say = await saying(language);
    service = await startService();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  async function signedIn(login: string): Promise<Screen> {
    const screen = await screenOf(browser, service, login);
    await dress(screen.page, language, 'light');
    return screen;
  }

  async function read<T>({ page }: Screen, path: string): Promise<T> {
    return (await (await page.request.get(`/api/v1/${path}`)).json()) as T;
  }

  test('a supervisor is told, says they know, gives the debts away, closes one and finds it in the statement', async () => {
    const screen = await signedIn('priya');
    const { page } = screen;
    await play(screen, 'scenes', { running: false });
    const told = await eventually(async () => {
      const { rows } = await read<Notices>(screen, 'notices');
      const late = rows.find(({ step, callback }) => step === 'breached' && callback.state === 'open');
      if (!late) throw new Error('Nothing that is breached was told');
      return late;
    });

    await page.goto('/callbacks');
    await page.locator('main tbody tr').first().waitFor();
    await page.getByTitle(say('notices', 'bell.label')).click();
    const list = page.getByRole('region', { name: say('notices', 'title') });
    await list.getByText(say('notices', 'step.breached')).first().waitFor();
    await screen.shot(`debt-told-${language}`);
    await list
      .getByText(told.callback.contact?.name ?? '')
      .first()
      .click();

    const why = page.getByRole('complementary', { name: say('debt-board', 'why.heading') });
    await why.getByText(say('debt-board', 'ladder.title')).waitFor();
    const known = why.getByRole('button', { name: say('debt-board', 'action.acknowledge') });
    await known.click();
    await known.waitFor({ state: 'detached' });
    await eventually(async () => {
      const { ladder } = await read<CallbackDetail>(screen, `callbacks/${told.callback.id}`);
      expect(ladder.find(({ step }) => step === 'breached')).toMatchObject({ acknowledgedBy: { name: 'Priya Nair' } });
    });
    await screen.shot(`debt-known-${language}`);
    await why.getByRole('button', { name: say('debt-board', 'why.close') }).click();

    const dialog = page.getByRole('dialog');
    const strip = page.getByRole('region', { name: say('debt-board', 'bulk.group') });
    const { rows: owed } = await read<Board>(screen, 'board?filter=owed');
    expect(owed.length).toBeGreaterThan(2);
    await page.getByRole('checkbox', { name: say('debt-board', 'row.selectAll') }).check();
    await strip.waitFor();
    await screen.shot(`debt-picked-${language}`);
    await strip.getByRole('button', { name: say('debt-board', 'action.assign') }).click();
    await dialog.getByLabel(say('debt-board', 'assign.to')).fill('Leila');
    await page.getByRole('option', { name: 'Leila Farzad' }).click();
    await dialog.getByRole('button', { name: say('debt-board', 'assign.do') }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => {
      const { rows } = await read<Board>(screen, 'board?filter=owed');
      expect(rows.map(({ owner, ownerRule }) => [owner?.name, ownerRule])).toEqual(
        rows.map(() => ['Leila Farzad', 'by_hand']),
      );
    });

    const withheld = owed.find(({ state }) => state === 'needs_human');
    expect(withheld).toBeDefined();
    await page
      .locator('tbody tr')
      .filter({ hasText: say('debt-board', 'state.needs_human') })
      .getByRole('checkbox')
      .check();
    await strip.getByRole('button', { name: say('debt-board', 'action.close') }).click();
    await dialog.getByLabel(say('debt-board', 'close.reason')).click();
    await page.getByRole('option').first().click();
    await dialog.getByLabel(say('debt-board', 'close.note')).fill('در فروشگاه حاضر شد / came to the shop');
    await screen.shot(`debt-closing-${language}`);
    await dialog
      .getByRole('button', { name: new RegExp(say('debt-board', 'close.do', { count: 1 }).replace('1', '[1۱]')) })
      .click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => {
      const closed = await read<CallbackDetail>(screen, `callbacks/${withheld?.id}`);
      expect(closed).toMatchObject({ state: 'closed', closedBy: { name: 'Priya Nair' } });
    });

    await page.goto('/statement?unit=month');
    const now = Date.now();
    const { totals } = await read<Statement>(screen, `statement?from=${now - 30 * 24 * hour}&to=${now + hour}`);
    expect(totals.inbound).toBe(totals.talked + totals.owed + totals.excluded);
    expect(totals.owed).toBe(totals.returned + totals.closed + totals.live);
    expect(totals.closed).toBeGreaterThan(0);
    const all = say('statement', 'column.all');
    const closedTotal = page
      .locator('tfoot')
      .first()
      .getByRole('link', {
        name: new RegExp(`^${all}, ${say('statement', 'column.closed')}: `),
      });
    await closedTotal.waitFor();
    await screen.shot(`debt-statement-${language}`);
    await closedTotal.click();
    await page.waitForURL(/\/calls\?.*debt=closed/);
    await page.locator('main tbody tr').first().waitFor();
    await screen.shot(`debt-statement-calls-${language}`);
    expect(screen.faults).toEqual([]);
  });

  test('an admin changes a promise and a day of the week after seeing what comes of it', async () => {
    const screen = await signedIn('admin');
    const { page } = screen;
    await play(screen, 'scenes', { running: false });
    const before = await read<Rules>(screen, 'rules');
    const line = before.lines.find(({ open }) => open > 0) ?? before.lines[0];
    if (!line) throw new Error('The demonstration has no line');
    await page.goto('/admin/rules');
    const sentence = page.locator('main li').filter({ hasText: line.name }).first();
    await sentence.getByRole('button', { name: new RegExp(say('rules', 'label.due')) }).click();
    await page.getByLabel(say('rules', 'label.due'), { exact: true }).fill(language === 'fa' ? '۹۰' : '90');
    await page.keyboard.press('Escape');
    const dry = page.getByRole('complementary', { name: say('rules', 'dry.heading') });
    const save = dry.getByRole('button').first();
    await eventually(async () => expect(await save.isEnabled()).toBe(true));
    await screen.shot(`rules-tried-${language}`);
    await save.click();
    await eventually(async () => {
      const after = await read<Rules>(screen, 'rules');
      expect(after.lines.find(({ id }) => id === line.id)?.rule.dueMinutes).toBe(90);
    });

    await page.goto('/admin/hours');
    const day = page.getByLabel(say('admin', 'hours.day2'), { exact: true });
    await day.fill('9-12, 14-17.30x');
    await page.getByText(say('admin', 'hours.wrongDay')).waitFor();
    await screen.shot(`hours-refused-${language}`);
    await day.fill('09:00-12:00, 14:00-17:30');
    const preview = page.getByRole('complementary', { name: say('admin', 'hours.preview') });
    const store = preview.getByRole('button').first();
    await eventually(async () => expect(await store.isEnabled()).toBe(true));
    await screen.shot(`hours-tried-${language}`);
    await store.click();
    await eventually(async () => expect(await store.isEnabled()).toBe(false));
    await page.reload();
    await day.waitFor();
    expect(await day.inputValue()).toMatch(/^0?9:00-12:00, 14:00-17:30$/);
    expect(screen.faults).toEqual([]);
  });
});
