import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { freezePostgres } from '../support/postgres-processes.ts';
import { canRun } from '../support/require.ts';
import { openLiveLine } from './support/live-line.ts';
import { direct, type OutageHouse, startOutageHouse } from './support/outage-house.ts';

/** A request is answered within a second; the bound leaves room for a machine that does much else. */
const ANSWERED_MS = 4_000;
const STOPPED_MS = 60_000;

describe.skipIf(!canRun('asterisk', asteriskAvailable()))('the database stands still for a minute under calls', () => {
  let at: OutageHouse;
  let goOn: (() => void) | null = null;

  beforeAll(async () => {
    at = await startOutageHouse(7, { ringSeconds: 20, queueSeconds: 30 });
  });

  afterAll(() => at?.stop());

  afterEach(() => {
    goOn?.();
  });

  async function refused(client: ApiClient): Promise<void> {
    const from = performance.now();
    const response = await client.raw('GET', 'today');
    expect(performance.now() - from).toBeLessThan(ANSWERED_MS);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'database-unreachable' } });
  }

  const journal = () => readFileSync(join(at.service.dataDir, 'journal/calls.ndjson'), 'utf8');

  test('pops go on, requests are refused, no call is lost or doubled, and all comes back by itself', async () => {
    const client = await at.signedIn('anna');
    const screen = await openLiveLine(at.service.url, client);
    const [talked, missed] = [new Set<string>(), new Set<string>()];

    /** Every second call is answered and talked for more than the shortest talk that counts. */
    async function oneMore(): Promise<void> {
      const caller = at.aCaller();
      const call = await at.trunk.call(direct, { from: caller });
      const phone = await at.anna.nextCall(10_000);
      await screen.card(({ state, number }) => state === 'ringing' && number === caller, 3_000);
      if (talked.size < missed.size) {
        phone.answer();
        await at.heard(call);
        talked.add(caller);
      } else {
        missed.add(caller);
      }
      call.hangup();
      await at.quiet();
    }

    await oneMore();
    const underWay = await at.talking(at.aCaller());
    goOn = freezePostgres(at.service.dataDir);
    const frozenAt = performance.now();
    underWay[0].hangup();
    await at.quiet();
    while (performance.now() - frozenAt < STOPPED_MS) {
      await oneMore();
      await refused(client);
    }
    expect(missed.size + talked.size).toBeGreaterThan(10);
    const deep = await (await fetch(`${at.service.url}/health/deep`)).json();
    expect(deep).toMatchObject({ ok: false });
    expect(JSON.stringify(deep)).toContain('database.away');
    await eventually(() => {
      for (const caller of [...missed, ...talked].slice(1)) expect(journal()).toContain(caller);
    });
    goOn();
    goOn = null;

    await eventually(async () => expect((await client.raw('GET', 'today')).status).toBe(200), { withinMs: 20_000 });
    await oneMore();
    for (const caller of missed) expect(await at.theCall(caller)).toMatchObject({ outcome: 'missed', item: 'open' });
    for (const caller of talked)
      expect(await at.theCall(caller)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    await at.wholeTruth();
    await eventually(() => expect(journal()).toBe(''));
    screen.close();
  }, 240_000);
});
