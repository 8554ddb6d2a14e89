import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openScreen } from '../../e2e/browser/screen.ts';
import { aNumber } from '../../support/call-records.ts';
import { browserMissing, canRun } from '../../support/require.ts';
import { openWeb, type Web } from '../../support/web.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A company's website that shows the form in a frame. */
async function openSite(form: () => string): Promise<{ server: Server; origin: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>Acme</title><iframe title="Call me back" width="400" height="560" src="${form()}">`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.skipIf(!canRun('browser', browserMissing()))('the form on a website, in a real browser', () => {
  let web: Web;
  let browser: Browser;
  let base: string;
  let friend: { server: Server; origin: string };
  let stranger: { server: Server; origin: string };
  beforeAll(async () => {
    const src = () => `${base}/request-form?line=sales&lang=en`;
    [friend, stranger] = [await openSite(src), await openSite(src)];
    web = await openWeb({ formOrigins: [friend.origin] });
    await web.app.listen({ port: 0, host: '127.0.0.1' });
    base = `http://localhost:${(web.app.server.address() as AddressInfo).port}`.replace('localhost', '127.0.0.1');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    for (const site of [friend, stranger]) site?.server.close();
  });

  test('a visitor sends it from the company’s site; the site of somebody else shows nothing', async () => {
    const { page, faults, context } = await openScreen(browser, base);
    await page.goto(friend.origin);
    const frame = page.frameLocator('iframe');
    await frame.locator('#number').waitFor();
    web.ledger.clock.at += 60_000;
    await frame.locator('button').click();
    await expect.poll(() => frame.locator('#wrong').textContent()).toContain('does not look like a telephone number');
    const number = aNumber();
    await frame.locator('#number').fill(number.replace('+44', '0'));
    await frame.locator('button').click();
    await expect.poll(() => frame.locator('h1').textContent(), { timeout: 10_000 }).toBe('Thank you.');
    expect(await frame.locator('form').count()).toBe(0);
    const rows = await web.ledger.query('select state from callbacks where number = $1', [number]);
    expect(rows).toEqual([{ state: 'open' }]);
    expect(faults).toEqual([]);
    const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
    await page.goto(stranger.origin);
    await refused;
    await context.close();
  });

  test.each([
    ['en', 'light'],
    ['fa', 'light'],
    ['fa', 'dark'],
    ['ru', 'dark'],
    ['ka', 'light'],
  ] as const)('in %s, %s: nothing axe could object to, nothing wider than the frame', async (lang, scheme) => {
    const screen = await openScreen(browser, base, { width: 360, height: 560, scheme });
    const { page, faults } = screen;
    await page.goto(`/request-form?line=sales&lang=${lang}`);
    await page.evaluate(axeSource);
    const found = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(wider)).toBe(0);
    await screen.shot(`request-form-${lang}-${scheme}`);
    expect(faults).toEqual([]);
    await screen.context.close();
  });
});
