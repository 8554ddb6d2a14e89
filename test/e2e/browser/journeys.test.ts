import { spawn } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Board } from '../../../schema/contracts/callbacks.ts';
import type { DemoState } from '../../../schema/contracts/demo.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { projectRoot, type RunningService, startService } from '../../support/service.ts';
import { play, quiet } from './demo.ts';
import { openBrowser, openScreen, type Screen, screenOf } from './screen.ts';

describe.skipIf(!canRun('browser', browserMissing()))('a day in the demonstration', () => {
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

  async function board({ page }: Screen, query: string): Promise<Board> {
    return (await (await page.request.get(`/api/v1/board?${query}`)).json()) as Board;
  }

  test('an unknown caller is saved from the card while the phone rings', async () => {
    const agent = await signedIn('anna');
    await quiet(agent);
    const { page } = agent;
    await page.goto('/');
    await play(agent, 'calls', { caller: 'unknown', to: 'me' });
    const name = page.getByLabel('Name', { exact: true });
    await name.waitFor();
    await eventually(async () => expect(await name.evaluate((field) => field === document.activeElement)).toBe(true));
    await name.fill('Tamar Beridze');
    await agent.shot('journey-unknown-caller');
    await page.getByRole('button', { name: 'Save person' }).click();
    await page.getByRole('heading', { name: 'Tamar Beridze' }).waitFor();
    await page.getByRole('button', { name: /^Accept/ }).click();
    await page.locator('header, [data-bar]').first().getByRole('link', { name: 'Tamar Beridze' }).waitFor();
    await play(agent, 'phone', { action: 'put_down' });
    await page.getByText('How did it go?').waitFor();
    await page.keyboard.type('Asked for the price list.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('main').getByText('Asked for the price list.').first().waitFor();
    await agent.shot('journey-saved-caller');
    expect(agent.faults).toEqual([]);
  });

  test('a supervisor assigns a debt, then closes one with a reason and a note, on the record', async () => {
    const supervisor = await signedIn('priya');
    const { page } = supervisor;
    await page.goto('/callbacks');
    const before = await board(supervisor, 'filter=owed');
    const row = page.locator('tbody tr').first();
    await row.getByRole('checkbox').check();
    const strip = page.getByLabel('Selected callbacks');
    await strip.getByRole('button', { name: 'Assign' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To whom').click();
    await page.getByRole('option', { name: 'Anna Keller' }).click();
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => {
      const after = await board(supervisor, 'filter=owed');
      const byHand = after.rows.filter(({ ownerRule }) => ownerRule === 'by_hand');
      expect(byHand.filter(({ owner }) => owner?.name === 'Anna Keller')).toHaveLength(1);
    });
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Close with a reason' }).first().click();
    await dialog.getByLabel('Reason').click();
    await page.getByRole('option').first().click();
    await dialog.getByLabel('Note').fill('Answered by e-mail this morning.');
    await supervisor.shot('journey-close-with-reason');
    await dialog.getByRole('button', { name: /^Close 1 callback/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => {
      const after = await board(supervisor, 'filter=closed');
      expect(after.rows).toMatchObject([{ state: 'closed', closedBy: { name: 'Priya Nair' } }]);
      expect(after.counts.owed).toBeLessThanOrEqual(before.counts.owed);
    });
    expect(supervisor.faults).toEqual([]);
  });

  test('an admin adds a person, whose one-time link sets a password and opens the desk', async () => {
    const admin = await signedIn('admin');
    const { page } = admin;
    await page.goto('/admin');
    await page.getByRole('button', { name: 'Add person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Nino Kapanadze');
    await dialog.getByLabel('Login').fill('nino');
    await dialog.getByRole('button', { name: 'Add and get the link' }).click();
    const link = page.getByText(/\/password\/[A-Za-z0-9_-]{20,}/).or(page.locator('input[value*="/password/"]'));
    await link.first().waitFor();
    await admin.shot('journey-password-link');
    const text =
      (await link
        .first()
        .inputValue()
        .catch(() => null)) ??
      (await link.first().textContent()) ??
      '';
    const path = /\/password\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '';
    const newcomer = await openScreen(browser, service.url);
    await newcomer.page.goto(path);
    await newcomer.page.locator('input[type="password"]').first().fill('a-very-long-password-1');
    for (const field of (await newcomer.page.locator('input[type="password"]').all()).slice(1)) {
      await field.fill('a-very-long-password-1');
    }
    await newcomer.page.keyboard.press('Enter');
    await newcomer.page.getByText('Today', { exact: true }).first().waitFor();
    await newcomer.page.goto(path);
    await newcomer.shot('journey-link-used-twice');
    await page.reload();
    await page.locator('main').getByText('Nino Kapanadze').waitFor();
    expect([...admin.faults, ...newcomer.faults]).toEqual([]);
  });

  test('an admin attaches a recording to another profile; who and why stay with it', async () => {
    const agent = await signedIn('anna');
    await quiet(agent);
    await play(agent, 'calls', { caller: 'known', to: 'me' });
    await agent.page.getByRole('button', { name: /^Accept/ }).click();
    const caller = await eventually(async () => {
      const { phone } = (await (await agent.page.request.get('/api/v1/demo')).json()) as DemoState;
      expect(phone?.state).toBe('talking');
      return phone?.with ?? '';
    });
    // Somebody else than who called: theirs it is already.
    const other = caller.includes('Victor') ? 'Harriet Cole' : 'Victor Okafor';
    await agent.page.getByText('How did it go?').waitFor({ state: 'detached' });
    await play(agent, 'phone', { action: 'put_down' });
    const admin = await signedIn('admin');
    const { page } = admin;
    await page.goto('/admin/recordings');
    await page.getByRole('button', { name: 'Attach' }).first().click({ timeout: 20_000 });
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Profile').fill(other);
    await page.getByRole('option', { name: other }).click();
    await dialog.getByLabel('Why').fill('Was on the line too');
    await admin.shot('journey-attach-recording');
    await dialog.getByRole('button', { name: 'Attach' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('main').getByText(other).first().waitFor();
    const audit = (await (await page.request.get('/api/v1/audit')).json()) as { rows: { action: string }[] };
    expect(audit.rows.map(({ action }) => action)).toContain('recording.attached');
    expect(admin.faults).toEqual([]);
  });

  test('a program hears a call with a token an admin makes, until that token is revoked', async () => {
    const admin = await signedIn('admin');
    const { page } = admin;
    await page.goto('/admin/integrations');
    await page.getByRole('button', { name: 'Create token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of the program').fill('our CRM');
    await dialog.getByRole('button', { name: 'Create and show once' }).click();
    const shown = dialog.getByLabel('Token of our CRM');
    await shown.waitFor();
    await admin.shot('journey-token-once');
    const program = runClient(await dialog.locator('pre').innerText(), await shown.inputValue());
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    try {
      const row = page.locator('tbody tr').filter({ hasText: 'our CRM' });
      await eventually(
        async () => {
          await page.reload();
          expect(await row.innerText()).not.toContain('never');
        },
        { withinMs: 20_000, everyMs: 500 },
      );
      const agent = await signedIn('anna');
      await quiet(agent);
      await play(agent, 'calls', { caller: 'known', to: 'me' });
      await eventually(() => expect(program.heard()).toContain('"type":"call.ringing"'), { withinMs: 20_000 });
      await play(agent, 'phone', { action: 'decline' });
      await row.getByRole('button', { name: 'Revoke our CRM' }).click();
      await admin.shot('journey-token-revoke');
      await dialog.getByRole('button', { name: 'Revoke' }).click();
      await row.getByText('revoked').waitFor();
      // The client stops by itself only when it is told that its token was revoked.
      expect(await program.ended).toBe(0);
      expect(admin.faults).toEqual([]);
    } finally {
      program.stop();
    }
  });
});

/** Runs a program as it was copied from the screen. */
function runClient(code: string, token: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH ?? '', RINGBACK_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let heard = '';
  child.stdout.on('data', (chunk: Buffer) => {
    heard += chunk.toString('utf8');
  });
  const ended = new Promise<number | null>((done) => child.once('exit', (exitCode) => done(exitCode)));
  return { heard: () => heard, ended, stop: () => child.kill() };
}
