import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../support/require.ts';
import { projectRoot, type RunningService } from '../../support/service.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];
const artifacts = join(projectRoot, 'artifacts', 'e2e');

/** A real Chromium for one test file. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('No Chromium on this machine');
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

/** A browser of its own that can be killed as a crash would. */
export async function openDoomedBrowser(): Promise<{ readonly browser: Browser; kill(): Promise<void> }> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('No Chromium on this machine');
  const server = await chromium.launchServer({ executablePath, args: flags });
  return { browser: await chromium.connect(server.wsEndpoint()), kill: () => server.kill() };
}

/** One person's screen: its page, and all that went wrong on it. */
export interface Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts and refusals of the content security policy; a good run has none. */
  readonly faults: readonly string[];
  /** Keeps a picture as a test artefact. */
  shot(name: string): Promise<void>;
}

export interface ScreenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

export async function openScreen(browser: Browser, url: string, options: ScreenOptions = {}): Promise<Screen> {
  const { width = 1440, height = 900, scheme = 'light' } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'en-GB',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A request that is refused on purpose (signed out, wrong password) is reported by the browser as an error too.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  mkdirSync(artifacts, { recursive: true });
  return {
    page,
    context,
    faults,
    shot: shotOf(page),
  };
}

/** Keeps pictures of this page as test artefacts. */
export function shotOf(page: Page): Screen['shot'] {
  return async (name) => void (await page.screenshot({ path: join(artifacts, `${name}.png`) }));
}

/** Signs in as a person would: by typing. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/');
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('input[name="login"]').waitFor({ state: 'detached' });
}

/** The password the start of the demonstration has printed for one of its people. */
export function passwordOf({ output }: RunningService, login: string): string {
  const password = new RegExp(`^\\s+${login}\\s+\\w+\\s+(\\S+)$`, 'm').exec(output())?.[1];
  if (password === undefined) throw new Error(`The service did not print a password of ${login}`);
  return password;
}

/** A screen on which one of the demonstration's people has signed in. */
export async function screenOf(
  browser: Browser,
  service: RunningService,
  login: string,
  options: ScreenOptions = {},
): Promise<Screen> {
  const screen = await openScreen(browser, service.url, options);
  await signIn(screen.page, login, passwordOf(service, login));
  return screen;
}

/** Changes language and theme of the signed-in person, and shows the page anew. */
export async function dress(page: Page, language: 'en' | 'fa' | 'ru' | 'ka', theme: 'light' | 'dark'): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.patch('/api/v1/me', { data: { language, theme }, headers: { origin } });
  if (!answer.ok()) throw new Error(`The language could not be set: ${answer.status()}`);
  await page.reload();
}
