import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentPresence } from '../../../schema/contracts/live.ts';
import { asteriskAvailable } from '../../support/asterisk.ts';
import { eventually } from '../../support/eventually.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import type { SipPhone } from '../../support/sip/phone.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { dress, openBrowser, openScreen, type Screen, signIn } from './screen.ts';

const possible = canRun('asterisk', asteriskAvailable()) && canRun('browser', browserMissing());

describe.skipIf(!possible)('where agents are', () => {
  let house: TestHouse;
  let browser: Browser;
  let agent: Screen;
  let supervisor: Screen;
  let phone: SipPhone;

  beforeAll(async () => {
    house = await startHouse({}, ({ sitePath }) => {
      writeFileSync(sitePath, readFileSync(sitePath, 'utf8').replace('unansweredLimit: 0', 'unansweredLimit: 3'));
      return {};
    });
    browser = await openBrowser();
    agent = await openScreen(browser, house.service.url);
    supervisor = await openScreen(browser, house.service.url);
    phone = await house.pbx.phone('1001');
    await signIn(agent.page, 'anna', house.password);
    await signIn(supervisor.page, 'sofia', house.password);
    await supervisor.page.goto('/callbacks');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const mine = () => agent.page.locator('[data-bar] button[data-state]');
  const onBoard = () => supervisor.page.getByRole('button', { name: /Anna Keller/ });
  async function anna(): Promise<AgentPresence> {
    const agents = (await (await supervisor.page.request.get('/api/v1/agents')).json()) as AgentPresence[];
    const found = agents.find(({ user }) => user.name === 'Anna Keller');
    if (!found) throw new Error('Anna is not among the agents');
    return found;
  }

  test('a pause from the desk, by keys alone, reaches the PBX and comes back with its reason', async () => {
    const { page } = agent;
    await mine().and(page.locator('[data-state="ready"]')).waitFor();
    await page.locator('body').press('p');
    await page.getByRole('menuitem', { name: 'Lunch' }).waitFor();
    await agent.shot('presence-menu-en');
    await page.getByRole('menuitem', { name: 'Lunch' }).focus();
    await page.keyboard.press('Enter');
    await mine().and(page.locator('[data-state="paused"]')).waitFor();
    expect(await mine().innerText()).toContain('Lunch');
    expect(await house.pbx.console('queue show sales')).toMatch(/PJSIP\/1001.*paused:lunch/);
    await onBoard().and(supervisor.page.locator('[data-state="paused"]')).waitFor();
    await supervisor.shot('presence-board-en');

    await page.locator('body').press('p');
    await page.getByRole('menuitem', { name: 'Ready now' }).click();
    await mine().and(page.locator('[data-state="ready"]')).waitFor();
    expect(await house.pbx.console('queue show sales')).not.toMatch(/PJSIP\/1001[^\n]*paused/);
  });

  test('a pause set on the PBX shows at the desk, and a supervisor may end it', async () => {
    // As a star code of the company's dialplan does it: in every queue she sits in.
    for (const [member, queues] of [
      ['PJSIP/1001', ['sales', 'tiered', 'narrow']],
      ['Local/1001@queue-member/n', ['floor']],
    ] as const)
      for (const queue of queues)
        await house.pbx.console(`queue pause member ${member} queue ${queue} reason training`);
    await mine().and(agent.page.locator('[data-state="paused"]')).waitFor();
    expect(await mine().innerText()).toContain('Training');
    await onBoard().click();
    await supervisor.page.getByRole('menuitem', { name: 'Set ready' }).click();
    await mine().and(agent.page.locator('[data-state="ready"]')).waitFor();
  });

  test('a phone that goes is shown unreachable while its agent is signed in', async () => {
    await phone.close();
    await mine().and(agent.page.locator('[data-state="unreachable"]')).waitFor();
    await onBoard().and(supervisor.page.locator('[data-state="unreachable"]')).waitFor();
    await agent.shot('presence-unreachable-en');
    await supervisor.shot('presence-unreachable-board');
    phone = await house.pbx.phone('1001');
    await mine().and(agent.page.locator('[data-state="ready"]')).waitFor();
  });

  test('three calls that ring out pause the phone, and the supervisor is told', async () => {
    const trunk = await house.pbx.trunk();
    for (const [at, from] of ['+447700900123', '+447700900321', '+447700900789'].entries()) {
      const call = await trunk.call('+442079460191', { from });
      await call.ended;
      if (at < 2) await eventually(async () => expect((await anna()).unanswered).toBe(at + 1));
      if (at === 1) await agent.shot('presence-unanswered-en');
    }
    await mine().and(agent.page.locator('[data-state="paused"]')).waitFor();
    await supervisor.page.getByText(/Anna Keller did not pick up 3 calls/).waitFor();
    expect(await anna()).toMatchObject({ state: 'paused', detail: 'did_not_answer', unanswered: 0 });
    await supervisor.shot('presence-did-not-answer');
    await agent.page.locator('body').press('p');
    await agent.page.getByRole('menuitem', { name: 'Ready now' }).click();
    await mine().and(agent.page.locator('[data-state="ready"]')).waitFor();
  });

  test('after a talk there is time, a minute more, and an end by one press', async () => {
    const trunk = await house.pbx.trunk();
    const rung = phone.nextCall(10_000);
    const call = await trunk.call('+442079460191', { from: '+447700900123' });
    await (await rung).answer();
    await agent.page.locator('[data-bar="talking"]').waitFor();
    // Less than a second of sound together is no talk.
    await eventually(() => expect(call.media.hears(440)).toBeGreaterThan(0.5), { withinMs: 10_000 });
    call.hangup();
    await agent.page.locator('[data-bar="wrap-up"]').waitFor();
    await eventually(async () => expect((await anna()).state).toBe('wrap_up'));
    const { until } = await anna();
    await agent.page.getByRole('button', { name: '+1 min' }).click();
    await eventually(async () => expect((await anna()).until).toBe((until ?? 0) + 60_000));
    await agent.shot('presence-wrap-up-en');
    await agent.page.getByRole('button', { name: 'Ready now' }).click();
    await eventually(async () => expect((await anna()).state).toBe('ready'));
  });

  test('looks right in Persian, and no page has complained', async () => {
    await agent.page.getByRole('button', { name: 'Without a note' }).click();
    await dress(agent.page, 'fa', 'dark');
    await mine().waitFor();
    await agent.page.locator('body').press('p');
    await agent.page.getByRole('menuitem', { name: 'ناهار' }).waitFor();
    await agent.shot('presence-menu-fa-dark');
    expect([...agent.faults, ...supervisor.faults]).toEqual([]);
  });
});
