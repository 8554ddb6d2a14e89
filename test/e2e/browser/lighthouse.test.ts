import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freeTcpPort } from '../../support/free-port.ts';
import { browserMissing, canRun, lighthouseFolder, lighthouseMissing } from '../../support/require.ts';
import { projectRoot, type RunningService, startService } from '../../support/service.ts';
import { play } from './demo.ts';
import { openBrowser, screenOf } from './screen.ts';

const run = promisify(execFile);

/** What of Lighthouse's report is read here. */
interface Report {
  /** How fast the machine was meanwhile: an office computer has 1,500 and more. */
  readonly environment: { readonly benchmarkIndex: number };
  readonly categories: {
    readonly accessibility: { readonly score: number | null; readonly auditRefs: readonly { readonly id: string }[] };
    readonly performance: { readonly score: number | null };
  };
  readonly audits: Readonly<
    Record<string, { readonly score: number | null; readonly title: string; readonly displayValue?: string }>
  >;
}

/** Accessibility is demanded. How fast a page is depends on the machine: it is told, of the desk three times, and kept beside the report. */
const pages = [
  ['anna', '/', 3],
  ['anna', '/calls', 1],
  ['priya', '/callbacks', 1],
  ['admin', '/admin', 1],
] as const;

const here = canRun('browser', browserMissing()) && canRun('lighthouse', lighthouseMissing());

describe.skipIf(!here)('Lighthouse, on the built product as a signed-in person at a desk', () => {
  let service: RunningService;
  let browser: Browser;
  let port: number;
  /** The browser's own profile, in which Lighthouse opens its page. */
  let profile: BrowserContext;
  beforeAll(async () => {
    service = await startService();
    port = await freeTcpPort('127.0.0.1');
    browser = await openBrowser([`--remote-debugging-port=${port}`]);
    const [own] = (await chromium.connectOverCDP(`http://127.0.0.1:${port}`)).contexts();
    if (own === undefined) throw new Error('The browser has no profile of its own');
    profile = own;
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test.each(pages)(
    '%s, %s: nothing to complain of in accessibility',
    async (login, path, times) => {
      const screen = await screenOf(browser, service, login);
      // A call that comes in meanwhile is no part of how a page is opened.
      await play(screen, 'scenes', { running: false });
      await profile.addCookies(await screen.context.cookies());
      await screen.context.close();
      for (let time = 0; time < times; time += 1) {
        const report = await look(port, `${service.url}${path}`, `lighthouse-${login}${path.replaceAll('/', '-')}`);
        expect(complaints(report)).toEqual([]);
        expect(report.categories.accessibility.score).toBe(1);
        console.info(`${path}: ${speed(report)}`);
      }
    },
    480_000,
  );
});

/** One run of Lighthouse against the browser that listens on `port`; its report stays in `artifacts/e2e`. */
async function look(port: number, url: string, name: string): Promise<Report> {
  const { node, cli } = lighthouseFolder();
  const folder = join(projectRoot, 'artifacts', 'e2e');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const about = ['--only-categories=accessibility,performance', '--preset=desktop', '--disable-storage-reset'];
  const out = ['--output=json', `--output-path=${file}`, '--quiet', `--port=${port}`];
  await run(node, [cli, url, ...about, ...out], { timeout: 200_000, env: { ...process.env, CI: '1' } });
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

/** What the category of accessibility holds against the page. */
function complaints({ audits, categories }: Report): string[] {
  const asked = new Set(categories.accessibility.auditRefs.map(({ id }) => id));
  return Object.entries(audits)
    .filter(([id, { score }]) => asked.has(id) && score !== null && score < 1)
    .map(([id, { title }]) => `${id}: ${title}`);
}

function speed({ audits, categories, environment }: Report): string {
  const measured = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
  ].map((id) => `${id} ${audits[id]?.displayValue}`);
  return `performance ${Math.round((categories.performance.score ?? 0) * 100)}; ${measured.join(', ')}; machine ${environment.benchmarkIndex}`;
}
