import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { freezePostgres } from '../support/postgres-processes.ts';
import { canRun } from '../support/require.ts';
import type { SipCall } from '../support/sip/call.ts';
import { openLiveLine } from './support/live-line.ts';
import { direct, type OutageHouse, startOutageHouse } from './support/outage-house.ts';

/** A request is answered within a second; the bound leaves room for a machine that does much else. */
const ANSWERED_MS = 4_000;
const support = '+442079460101';
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

  interface Lived {
    readonly number: string;
    readonly call: SipCall;
  }

  /** Two more phones and a caller every half second: who gets one of them talks, the others give up. */
  async function underLoad(goesOn: () => boolean): Promise<readonly Lived[]> {
    for (const extension of ['1004', '1005']) {
      const phone = await at.house.pbx.phone(extension);
      phone.onInvite((call) => {
        call.ring();
        const answers = setTimeout(() => call.answer(), 200 + Math.random() * 1_500);
        void call.ended.then(() => clearTimeout(answers));
      });
    }
    const lived: Lived[] = [];
    const calls: Promise<void>[] = [];
    while (goesOn() && lived.length < 250) {
      const number = `+447700900${400 + lived.length}`;
      const call = await at.trunk.call(support, { from: number });
      lived.push({ number, call });
      calls.push(oneCaller(call));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await Promise.all(calls);
    return lived;
  }

  /** Waits a few seconds for somebody, and talks for longer than the shortest talk that counts. */
  async function oneCaller(call: SipCall): Promise<void> {
    const impatient = new Promise((resolve) => setTimeout(resolve, 2_000 + Math.random() * 4_000));
    await Promise.race([call.answered.catch(() => {}), call.ended, impatient]);
    if (call.answeredAt !== null) await new Promise((resolve) => setTimeout(resolve, 1_500 + Math.random() * 2_000));
    call.hangup();
    await call.ended;
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
      await call.ended;
    }

    await oneMore();
    const underWay = await at.talking(at.aCaller());
    goOn = freezePostgres(at.service.dataDir);
    const frozenAt = performance.now();
    underWay[0].hangup();
    await at.quiet();
    const load = underLoad(() => performance.now() - frozenAt < STOPPED_MS);
    while (performance.now() - frozenAt < STOPPED_MS) {
      await oneMore();
      await refused(client);
    }
    const lived = await load;
    await at.quiet();
    await refused(client);
    expect(missed.size + talked.size).toBeGreaterThan(10);
    expect(lived.length).toBeGreaterThan(50);
    const deep = await (await fetch(`${at.service.url}/health/deep`)).json();
    expect(deep).toMatchObject({ ok: false });
    expect(JSON.stringify(deep)).toContain('database.away');
    await eventually(() => {
      const kept = journal();
      for (const caller of [...missed, ...talked].slice(1)) expect(kept).toContain(caller);
      for (const { number } of lived) expect(kept).toContain(number);
    });
    goOn();
    goOn = null;

    await eventually(async () => expect((await client.raw('GET', 'today')).status).toBe(200), { withinMs: 20_000 });
    await oneMore();
    for (const caller of missed) expect(await at.theCall(caller)).toMatchObject({ outcome: 'missed', item: 'open' });
    for (const caller of talked)
      expect(await at.theCall(caller)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    const logged = await at.rows<{ customer: string; outcome: string }>(
      `select customer, outcome from calls where customer like '+447700900%' order by customer`,
    );
    expect(logged).toEqual(
      lived.map(({ number, call }) => ({
        customer: number,
        outcome: call.answeredAt === null ? 'missed' : 'talked',
      })),
    );
    expect(new Set(logged.map(({ outcome }) => outcome)).size).toBe(2);
    await at.wholeTruth();
    await eventually(() => expect(journal()).toBe(''));
    screen.close();
  }, 240_000);
});
