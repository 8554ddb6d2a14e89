import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

/** Pages of one real browser that note when a call stood on the glass. */
export interface PaintedPages {
  /** When each call was painted on each page, by `linkedid extension`, on this process's clock; what was told before is told no more. */
  painted(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** `RINGBACK_CHROMIUM` names another than the one of the system. */
export async function openChromium(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const named = process.env.RINGBACK_CHROMIUM;
  const executablePath = [...(named ? [named] : []), ...browsers].find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('No Chromium on this machine; RINGBACK_CHROMIUM may name one.');
  return chromium.launch({ executablePath, args: flags });
}

/** The clock of an instant: milliseconds since 1970, with parts of them. */
export const now = (): number => performance.timeOrigin + performance.now();

/** What runs in a page before all else: it notes when the desk says that a card is painted. */
function noteAcknowledgements(): void {
  const seen: [string, number][] = [];
  Object.assign(globalThis, { benchPainted: seen });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const id = typeof data === 'string' ? /^42\d*\["painted","bench:([\d.]+)"/.exec(data)?.[1] : undefined;
    if (id !== undefined) seen.push([id, performance.timeOrigin + performance.now()]);
    send.call(this, data);
  };
}

/** The desk itself, signed in as the people of these phones. */
export function openDesks(
  browser: Browser,
  url: string,
  extensions: readonly string[],
  cookiePrefix: string,
): Promise<PaintedPages> {
  return openPages(browser, extensions, async (page, extension) => {
    await page.context().addCookies([{ name: 'rb_session', value: `${cookiePrefix}${extension}`, url }]);
    await page.addInitScript(noteAcknowledgements);
    await page.goto(url);
    await page.locator('[data-bar]').first().waitFor();
  });
}

/** Bare pages on the relay: they note when the number has come, and draw nothing. */
export function openBarePages(browser: Browser, url: string, extensions: readonly string[]): Promise<PaintedPages> {
  return openPages(browser, extensions, async (page, extension) => {
    const address = `${url.replace('http', 'ws')}/rt/?EIO=4&transport=websocket&extension=${extension}`;
    await page.evaluate(
      (to) =>
        new Promise<void>((resolve) => {
          const seen: [string, number][] = [];
          Object.assign(globalThis, { benchPainted: seen });
          const socket = new WebSocket(to);
          socket.onmessage = ({ data }) => {
            const text = String(data);
            if (text === '2') socket.send('3');
            else if (text.startsWith('0')) socket.send('40');
            else if (text.startsWith('40')) resolve();
            const id = /"id":"bench:([\d.]+)"/.exec(text)?.[1];
            if (id !== undefined) seen.push([id, performance.timeOrigin + performance.now()]);
          };
        }),
      address,
    );
  });
}

async function openPages(
  browser: Browser,
  extensions: readonly string[],
  prepare: (page: Page, extension: string) => Promise<void>,
): Promise<PaintedPages> {
  const pages: { readonly page: Page; readonly extension: string; readonly aheadMs: number }[] = [];
  for (const extension of extensions) {
    const page = await (await browser.newContext()).newPage();
    await prepare(page, extension);
    pages.push({ page, extension, aheadMs: await aheadOf(page) });
  }
  return {
    async painted() {
      const all = new Map<string, number>();
      for (const { page, extension, aheadMs } of pages) {
        const seen = await page.evaluate(() =>
          (globalThis as unknown as { benchPainted: [string, number][] }).benchPainted.splice(0),
        );
        // A card that was drawn again, because more became known of it, was seen the first time.
        for (const [id, at] of seen) if (!all.has(`${id} ${extension}`)) all.set(`${id} ${extension}`, at - aheadMs);
      }
      return all;
    },
    async stop() {
      for (const { page } of pages) await page.context().close();
    },
  };
}

/** How far the page's clock is ahead of ours, by the quickest of several questions. */
async function aheadOf(page: Page): Promise<number> {
  let best = { tookMs: Number.POSITIVE_INFINITY, aheadMs: 0 };
  for (let n = 0; n < 20; n += 1) {
    const before = now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = now();
    if (after - before < best.tookMs) best = { tookMs: after - before, aheadMs: there - (before + after) / 2 };
  }
  return best.aheadMs;
}
