import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect } from 'vitest';
import { runningPostgres } from '../../../server/platform/postgres/embedded.ts';
import { ApiClient } from '../../support/api.ts';
import type { AsteriskOptions, TestAsterisk } from '../../support/asterisk.ts';
import { eventually } from '../../support/eventually.ts';
import { projectRoot, type RunningService, startService } from '../../support/service.ts';
import type { SipCall } from '../../support/sip/call.ts';
import type { SipPhone } from '../../support/sip/phone.ts';
import { firstChannels } from '../../support/traces/cel-csv.ts';
import { type CuttableLine, cuttableLine } from './cuttable-line.ts';
import { environmentOf, startHouse, type TestHouse } from './house.ts';

export const direct = '+442079460111';
export const sales = '+442079460100';

/** A call as it stands in the log. */
export interface Logged {
  readonly linkedid: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly talked: number;
  readonly talks: number;
  readonly item: string | null;
}

type Ringing = Awaited<ReturnType<SipPhone['nextCall']>>;

/** A house whose link, service and database a test takes away, and which is held to the whole truth afterwards. */
export interface OutageHouse {
  readonly house: TestHouse;
  readonly service: RunningService;
  readonly line: CuttableLine;
  readonly trunk: SipPhone;
  readonly anna: SipPhone;
  aCaller(): string;
  /** A call to Anna's phone, which rings. */
  ringing(number: string): Promise<readonly [SipCall, Ringing]>;
  talking(number: string): Promise<readonly [SipCall, Ringing]>;
  heard(call: SipCall, forMs?: number): Promise<void>;
  /** Waits until the PBX has no channel left. */
  quiet(): Promise<void>;
  /** Waits until events come in, or do not. */
  followed(is?: boolean): Promise<void>;
  rows<T>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** The one logged call of this caller. */
  theCall(number: string): Promise<Logged>;
  /** Asterisk's own event log against ours: none lost, none doubled; no blind second left; the ledger whole. */
  wholeTruth(): Promise<void>;
  signedIn(login: string): Promise<ApiClient>;
  kill(): Promise<void>;
  /** Waits for the service to end by itself; answers the signal that ended it. */
  ended(): Promise<NodeJS.Signals | null>;
  /** Starts the service anew on the same data, with more in its environment. */
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/** `block` is the digit with which the last three of every caller's number begin; `always` is added to the environment. */
export async function startOutageHouse(
  block: number,
  options: AsteriskOptions,
  always: (pbx: TestAsterisk) => Promise<Readonly<Record<string, string>>> = async () => ({}),
): Promise<OutageHouse> {
  let line: CuttableLine | null = null;
  let set: Readonly<Record<string, string>> = {};
  const house = await startHouse(options, async (pbx) => {
    line = await cuttableLine(pbx.amiPort);
    set = { AMI_PORT: String(line.port), ...(await always(pbx)) };
    return set;
  });
  const cuttable = line as CuttableLine | null;
  if (cuttable === null) throw new Error('The line was not laid');
  const { pbx, password } = house;
  let { service } = house;
  const [trunk, anna] = [await pbx.trunk(), await pbx.phone('1001')];
  let numbers = 0;

  async function rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const reach = runningPostgres(service.dataDir);
    if (reach === null) throw new Error('The database does not run');
    const client = new pg.Client(reach);
    await client.connect();
    try {
      return (await client.query(sql, [...values])).rows as T[];
    } finally {
      await client.end();
    }
  }

  const followed = (is = true) =>
    eventually(
      async () => {
        const response = await fetch(`${service.url}/health/deep`);
        const { checks } = (await response.json()) as { checks: { name: string; ok: boolean }[] };
        expect(checks.find(({ name }) => name === 'events')?.ok).toBe(is);
      },
      { withinMs: 30_000 },
    );

  const callsOf = (number: string) =>
    rows<Logged>(
      `select c.linkedid, c.outcome, c.reason, c.talked_ms as talked,
         (select count(*)::int from call_talks t where t.call_id = c.id) as talks,
         (select b.state from callback_calls cc join callbacks b on b.id = cc.callback_id where cc.call_id = c.id) as item
       from calls c where c.customer = $1 order by c.started_at`,
      [number],
    );

  const heard = (call: SipCall, forMs = 1_300) =>
    eventually(
      () => {
        expect(call.media.hears(440)).toBeGreaterThan(0.5);
        expect(Date.now() - (call.answeredAt ?? Date.now())).toBeGreaterThan(forMs);
      },
      { withinMs: forMs + 7_000 },
    );

  async function ringing(number: string) {
    const call = await trunk.call(direct, { from: number });
    return [call, await anna.nextCall()] as const;
  }

  const ended = async () => {
    const child = service.process;
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
    return child.signalCode;
  };

  const quiet = () =>
    eventually(async () => expect(await pbx.console('core show channels count')).toMatch(/^0 active channels/m), {
      withinMs: 10_000,
    });

  await followed();
  // A PBX that has never written anything down cannot tell of the time before.
  const [first] = await ringing('+442079460999');
  first.hangup();
  await quiet();
  return {
    house,
    get service() {
      return service;
    },
    line: cuttable,
    trunk,
    anna,
    rows,
    followed,
    quiet,
    heard,
    ringing,
    ended,
    aCaller() {
      numbers += 1;
      if (numbers > 99) throw new Error('No number is left for a caller');
      return `+442079460${block}${String(numbers).padStart(2, '0')}`;
    },
    async talking(number) {
      const [call, phone] = await ringing(number);
      await phone.answer();
      await heard(call);
      return [call, phone];
    },
    theCall: (number) =>
      eventually(
        async () => {
          const [call, ...more] = await callsOf(number);
          expect(more).toEqual([]);
          if (!call) throw new Error(`No call of ${number} is in the log`);
          return call;
        },
        { withinMs: 20_000 },
      ),
    async wholeTruth() {
      const cel = readFileSync(join(pbx.runDir, 'log/cel-custom/Master.csv'), 'utf8');
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
    },
    async signedIn(login) {
      const client = new ApiClient(service.url);
      await client.call('POST', 'session', { login, password });
      return client;
    },
    async kill() {
      service.process.kill('SIGKILL');
      await ended();
    },
    async start(more = {}) {
      const { dataDir } = service;
      const env = { ...environmentOf(pbx), ...set, ...more };
      service = await startService({ dataDir, env });
      await followed();
    },
    async stop() {
      expect(await service.stop()).toBe(0);
      await house.stop();
      await cuttable.close();
    },
  };
}
