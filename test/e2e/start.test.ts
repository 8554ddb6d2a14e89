import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CallPage } from '../../schema/contracts/calls.ts';
import { ApiClient } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { projectRoot, type RunningService, startService } from '../support/service.ts';
import { openLiveLine } from './support/live-line.ts';
import { processesOf } from './support/processes.ts';

function passwordOf(service: RunningService, login: string): string {
  const found = new RegExp(`^\\s+${login}\\s+\\w+\\s+(\\S+)$`, 'm').exec(service.output())?.[1];
  if (!found) throw new Error(`No password of ${login} was printed`);
  return found;
}

async function signedIn(service: RunningService, login: string): Promise<ApiClient> {
  const client = new ApiClient(service.url);
  await client.call('POST', 'session', { login, password: await passwordOf(service, login) });
  return client;
}

test('the pages are built for people, not for development, whoever builds them', async () => {
  const folder = join(projectRoot, 'dist-ui', 'assets');
  const scripts = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  const texts = await Promise.all(scripts.map((file) => readFile(join(folder, file), 'utf8')));
  // What only the development build of React says.
  expect(scripts.filter((_, at) => /Download the React DevTools|jsxDEV/.test(texts[at] ?? ''))).toEqual([]);
});

describe('npm start on a bare machine', () => {
  let service: RunningService | undefined;
  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  test('is soon ready, shows a call within a minute, and a second start finds the data', async () => {
    const startedAt = Date.now();
    service = await startService({ command: ['npm', 'start'], readyWithinMs: 60_000 });
    // Told, not tested: on an idle machine it is two to three seconds, a busy one takes its time.
    console.info(`npm start was ready after ${Date.now() - startedAt} ms`);
    await eventually(() => expect(service?.output()).toContain('Ctrl-C stops everything'));
    const anna = await signedIn(service, 'anna');
    const screen = await openLiveLine(service.url, anna);
    const card = screen.snapshot.cards[0] ?? (await screen.card(() => true, 60_000));
    expect(card.direction).toMatch(/inbound|internal|outbound/);
    screen.close();
    const before = (await anna.call<CallPage>('GET', 'calls?limit=1')).counts?.all ?? 0;
    expect(before).toBeGreaterThan(80);

    // npm is told to end, not its child: what it started must notice by itself.
    const { dataDir } = service;
    await service.stop({ keepData: true });
    await eventually(() => expect(processesOf(dataDir)).toEqual([]), { withinMs: 15_000 });

    service = await startService({ dataDir });
    const again = await signedIn(service, 'anna');
    expect((await again.call<CallPage>('GET', 'calls?limit=1')).counts?.all).toBeGreaterThanOrEqual(before);
  });

  test('Ctrl-C ends it with code 0 and leaves no process behind', async () => {
    service = await startService();
    const { dataDir, process: child } = service;
    const exited = new Promise<number | null>((done) => child.once('exit', done));
    child.kill('SIGINT');
    expect(await exited).toBe(0);
    await eventually(() => expect(processesOf(dataDir)).toEqual([]), { withinMs: 10_000 });
    await rm(dataDir, { recursive: true, force: true });
    service = undefined;
  });

  test('with an unusable environment it lists all problems and shows no value', async () => {
    const bad = startService({ env: { RINGBACK_PORT: 'eight', AMI_HOST: 'pbx', RINGBACK_LOG_LEVEL: 'secret-level' } });
    const told = await bad.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(told).toContain('RINGBACK_PORT');
    expect(told).toContain('AMI_EVENTS_USER');
    expect(told).toContain('RINGBACK_LOG_LEVEL');
    expect(told).not.toContain('secret-level');
  });
});
