import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runningPostgres } from '../../server/platform/postgres/embedded.ts';
import { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { projectRoot, type RunningService, startService } from '../support/service.ts';
import type { SipCall } from '../support/sip/call.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { firstChannels } from '../support/traces/cel-csv.ts';
import { type CuttableLine, cuttableLine } from './support/cuttable-line.ts';
import { environmentOf, startHouse, type TestHouse } from './support/house.ts';
import { openLiveLine } from './support/live-line.ts';

const direct = '+442079460111';
const sales = '+442079460100';

interface Row {
  readonly linkedid: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly talked: number;
  readonly talks: number;
  readonly item: string | null;
}

/** After every interruption: each call of the PBX once in the log, each debt on the ledger, no second unaccounted for. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('after an outage', () => {
  let house: TestHouse;
  let service: RunningService;
  let line: CuttableLine;
  let trunk: SipPhone;
  let anna: SipPhone;
  let numbers = 0;

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 20, queueSeconds: 30 }, async (pbx) => {
      line = await cuttableLine(pbx.amiPort);
      return { AMI_PORT: String(line.port) };
    });
    service = house.service;
    trunk = await house.pbx.trunk();
    anna = await house.pbx.phone('1001');
    await followed();
  });

  afterAll(async () => {
    expect(await service?.stop()).toBe(0);
    await house?.stop();
    await line?.close();
  });

  afterEach(async () => {
    line.mend();
    for (const call of [...trunk.calls, ...anna.calls]) if (!call.ending) call.hangup();
    await quiet();
    await wholeTruth();
  });

  function aCaller(): string {
    numbers += 1;
    return `+4420794605${String(numbers).padStart(2, '0')}`;
  }

  const quiet = () =>
    eventually(async () => expect(await house.pbx.console('core show channels count')).toMatch(/^0 active channels/m), {
      withinMs: 10_000,
    });

  async function deep(): Promise<{ checks: { name: string; ok: boolean; detail: string }[] }> {
    return (await fetch(`${service.url}/health/deep`)).json() as Promise<{ checks: [] }>;
  }

  const followed = (is = true) =>
    eventually(
      async () => {
        const { checks } = await deep();
        expect(checks.find(({ name }) => name === 'events')?.ok).toBe(is);
      },
      { withinMs: 30_000 },
    );

  async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    const reach = runningPostgres(service.dataDir);
    if (reach === null) throw new Error('The database does not run');
    const client = new pg.Client(reach);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as T[];
    } finally {
      await client.end();
    }
  }

  const callsOf = (number: string) =>
    rows<Row>(
      `select c.linkedid, c.outcome, c.reason, c.talked_ms as talked,
         (select count(*)::int from call_talks t where t.call_id = c.id) as talks,
         (select b.state from callback_calls cc join callbacks b on b.id = cc.callback_id where cc.call_id = c.id) as item
       from calls c where c.customer = $1 order by c.started_at`,
      [number],
    );

  /** The one logged call of this caller. */
  const theCall = (number: string) =>
    eventually(
      async () => {
        const [call, ...more] = await callsOf(number);
        expect(more).toEqual([]);
        if (!call) throw new Error(`No call of ${number} is in the log`);
        return call;
      },
      { withinMs: 20_000 },
    );

  /** Asterisk's own event log against ours: none lost, none doubled; no blind second left; the ledger whole. */
  async function wholeTruth(): Promise<void> {
    const cel = readFileSync(join(house.pbx.runDir, 'log/cel-custom/Master.csv'), 'utf8');
    const made = [...new Set(firstChannels(cel))].sort();
    await eventually(
      async () => {
        const logged = await rows<{ linkedid: string }>('select linkedid from calls');
        expect(logged.map(({ linkedid }) => linkedid).sort()).toEqual(made);
        const blind = await rows('select started_at, ended_at, why from blind_windows where reconciled_at is null');
        expect(blind).toEqual([]);
      },
      { withinMs: 20_000 },
    );
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringback.js', 'audit'], {
      cwd: projectRoot,
      env: { ...process.env, RINGBACK_DATA_DIR: service.dataDir },
    });
    expect(stdout).toMatch(/^S1 {2}0 .*\nS2 {2}0 .*\nS3 {2}0 .*\nS4 {2}0 .*\nS5 {2}0 .*\nS6 {2}0 /);
  }

  async function ringing(number: string): Promise<[SipCall, Awaited<ReturnType<SipPhone['nextCall']>>]> {
    const call = await trunk.call(direct, { from: number });
    return [call, await anna.nextCall()];
  }

  async function talking(number: string): Promise<[SipCall, SipCall]> {
    const [call, phone] = await ringing(number);
    await phone.answer();
    await heard(call);
    return [call, phone];
  }

  const heard = (call: SipCall, forMs = 1_300) =>
    eventually(
      () => {
        expect(call.media.hears(440)).toBeGreaterThan(0.5);
        expect(Date.now() - (call.answeredAt ?? Date.now())).toBeGreaterThan(forMs);
      },
      { withinMs: 8_000 },
    );

  async function lose(): Promise<void> {
    line.cut();
    await followed(false);
  }

  async function find(): Promise<void> {
    line.mend();
    await followed();
  }

  describe('the link to the PBX was cut', () => {
    test('while it rang, and the caller gave up before it was back: owed, with its reason', async () => {
      const caller = aCaller();
      const [call] = await ringing(caller);
      await lose();
      call.hangup();
      await quiet();
      await find();
      expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    });

    test('while it rang, and it was answered and ended before it was back: talked, nothing owed', async () => {
      const caller = aCaller();
      const [call, phone] = await ringing(caller);
      await lose();
      await phone.answer();
      await heard(call);
      call.hangup();
      await quiet();
      await find();
      const logged = await theCall(caller);
      expect(logged).toMatchObject({ outcome: 'talked', reason: null, talks: 1, item: null });
      expect(logged.talked).toBeGreaterThan(1_000);
      expect(logged.talked).toBeLessThan(6_000);
    });

    test('while it rang, and it is answered after it was back: talked', async () => {
      const caller = aCaller();
      const [call, phone] = await ringing(caller);
      await lose();
      await find();
      await phone.answer();
      await heard(call);
      call.hangup();
      expect(await theCall(caller)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    });

    test('while they talked, and they hung up before it was back: talked, for as long as they did', async () => {
      const caller = aCaller();
      const [call] = await talking(caller);
      await lose();
      const talkedMs = Date.now() - (call.answeredAt ?? 0);
      call.hangup();
      await quiet();
      await eventually(() => expect(Date.now() - (call.answeredAt ?? 0)).toBeGreaterThan(talkedMs + 3_000));
      await find();
      const logged = await theCall(caller);
      expect(logged).toMatchObject({ outcome: 'talked', reason: null, talks: 1, item: null });
      expect(Math.abs(logged.talked - talkedMs)).toBeLessThan(700);
    });

    test('while one waited in the queue, and gave up before it was back: owed', async () => {
      const caller = aCaller();
      const call = await trunk.call(sales, { from: caller });
      await anna.nextCall();
      await lose();
      call.hangup();
      await quiet();
      await find();
      expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_waiting', item: 'open' });
    });

    test('and two whole calls went by, one missed, one answered: both are there, one is owed', async () => {
      const [missed, answered] = [aCaller(), aCaller()];
      await lose();
      const [first] = await ringing(missed);
      first.hangup();
      await quiet();
      const [second] = await talking(answered);
      second.hangup();
      await quiet();
      await find();
      expect(await theCall(missed)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
      expect(await theCall(answered)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    });
  });

  test('Ringback was killed while one rang, who gave up, and another called meanwhile: both are owed', async () => {
    const [before, meanwhile] = [aCaller(), aCaller()];
    const [call] = await ringing(before);
    await killed();
    call.hangup();
    await quiet();
    const [other] = await ringing(meanwhile);
    other.hangup();
    await quiet();
    await startAgain();
    expect(await theCall(before)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    expect(await theCall(meanwhile)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
  });

  test('the database stood still under calls and Ringback was killed meanwhile: pops went on, nothing is lost', async () => {
    const caller = aCaller();
    const client = new ApiClient(service.url);
    await client.call('POST', 'session', { login: 'anna', password: house.password });
    const screen = await openLiveLine(service.url, client);
    const database = postgresOf(service);
    expect(database.length).toBeGreaterThan(1);
    for (const pid of database) process.kill(pid, 'SIGSTOP');
    try {
      const [call] = await ringing(caller);
      await screen.card(({ state, number }) => state === 'ringing' && number === caller, 2_000);
      call.hangup();
      await quiet();
      await eventually(() => {
        const journal = readFileSync(join(service.dataDir, 'journal/calls.ndjson'), 'utf8');
        expect(journal).toContain(caller);
      });
      await killed();
    } finally {
      screen.close();
      for (const pid of database) process.kill(pid, 'SIGCONT');
    }
    await startAgain();
    expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    await eventually(() => expect(readFileSync(join(service.dataDir, 'journal/calls.ndjson'), 'utf8')).toBe(''));
  });

  test('the database was killed under calls: they are in the log when it is back', async () => {
    const caller = aCaller();
    const [call] = await ringing(caller);
    const [postmaster] = postgresOf(service);
    if (postmaster === undefined) throw new Error('The database does not run');
    process.kill(postmaster, 'SIGKILL');
    call.hangup();
    expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
  });

  test('the PBX was killed in mid-call and started again: the caller who rang is owed a call', async () => {
    const caller = aCaller();
    const [call] = await ringing(caller);
    await house.pbx.kill9();
    await followed(false);
    call.hangup();
    await house.pbx.start();
    await followed();
    const logged = await theCall(caller);
    expect(logged).toMatchObject({ outcome: 'missed', item: 'open' });
  });

  async function killed(): Promise<void> {
    const gone = new Promise((done) => service.process.once('exit', done));
    service.process.kill('SIGKILL');
    await gone;
  }

  async function startAgain(): Promise<void> {
    const { dataDir } = service;
    service = await startService({ dataDir, env: { ...environmentOf(house.pbx), AMI_PORT: String(line.port) } });
    await followed();
  }
});

/** The processes of the service's own database, its first one before its children. */
function postgresOf({ dataDir }: RunningService): number[] {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return [];
  const first = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(first)
      );
    } catch {
      return false; // gone meanwhile
    }
  });
  return [first, ...children.map(Number)];
}
