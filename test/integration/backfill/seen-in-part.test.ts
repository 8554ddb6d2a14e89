import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { SessionState } from '../../../pbx/ami/session-types.ts';
import type { Snapshot } from '../../../pbx/ami/snapshot.ts';
import { celCsv } from '../../../pbx/records/cel-csv.ts';
import type { RecordSource } from '../../../pbx/records/record-rows.ts';
import { backfillFrom } from '../../../server/compose/records-side.ts';
import { pbxStore } from '../../../server/store/pbx.ts';
import { reconcileCall } from '../../../server/usecases/reconcile-call.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import type { Backfill } from '../../../server/workers/backfill.ts';
import { createIntake, type Intake } from '../../../server/workers/intake.ts';
import { createLogWriter, type LogWriter } from '../../../server/workers/log-writer.ts';
import { eventually } from '../../support/eventually.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';
import { aQuietPbx } from '../../support/pbx-snapshot.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { celText } from '../../support/records/cel-generator.ts';

const site = {
  country: 'GB',
  areaCode: null,
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'sales', dids: ['+442079460111'], group: 'sales', country: 'GB', areaCode: null }],
  phones: [{ device: 'PJSIP/1001', extension: '1001' }],
  minTalkMs: 1_000,
};
const talkedMs = 12_000;

describe('a call of which the stream saw a part', () => {
  let ledger: Ledger;
  let folder: string;
  let path: string;
  let startedAt: number;
  /** Each test has a call of its own: what is in the log stays there. */
  let call = { caller: '+447700900610', linkedid: '1700000010.900' };
  let writer: LogWriter;
  let intake: Intake;
  let backfill: Backfill;
  let hear: (event: AmiEvent) => void;
  let link: (state: SessionState) => void;
  let going: readonly ChannelFacts[];
  /** What happens between a reading of the records and its judgement. */
  let meanwhile: () => void;

  beforeAll(async () => {
    ledger = await openLedger();
    folder = mkdtempSync(join(tmpdir(), 'rb-part-'));
    path = join(folder, 'Master.csv');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await ledger?.close();
  });

  beforeEach(async () => {
    startedAt = ledger.clock.at - 60_000;
    const n = Number(call.caller.slice(-3)) + 1;
    call = { caller: `+447700900${n}`, linkedid: `1700000${n}.900` };
    going = [];
    meanwhile = () => {};
    const { pbx, boot } = ledger.ids;
    writer = createLogWriter({
      write: async ({ record, from }) =>
        (await (from === 'records' ? reconcileCall : recordCall)(ledger.deps, pbx, boot, record)).callId,
      written: (_judged, _callId) => backfill.logged(_judged.record),
      refused: async ({ record }, cause) => {
        throw new Error(`refused ${record.linkedid}`, { cause });
      },
      isAway: () => false,
      journal: { left: [], append: async () => true, clear: async () => {} },
      log: quietLog,
    });
    intake = createIntake({
      pbxName: 'main',
      site,
      openSession({ onEvent, onState }) {
        let state: SessionState = { state: 'connecting', at: 0 };
        hear = onEvent;
        link = (next) => {
          state = next;
          onState(next);
        };
        return {
          start() {},
          async stop() {},
          snapshot: async () => aSnapshot(ledger.clock.at, going),
          variableOf: async () => null,
          get state() {
            return state;
          },
        };
      },
      onJudged: (judged) => backfill.take(judged),
      onFact() {},
      onEvent() {},
      onDevice() {},
      onMembers() {},
      onCoverage() {},
      onQuarantine() {},
      now: () => ledger.clock.at,
      log: { ...quietLog, error() {} },
    });
    const file = celCsv(path);
    if (file.kind !== 'cel') throw new Error('not CEL');
    const source: RecordSource = {
      ...file,
      async read(since) {
        const read = await file.read(since);
        meanwhile();
        return read;
      },
    };
    const found = backfillFrom({
      sources: [source],
      inTransaction: (work) => ledger.database.db.transaction(work),
      pbx: { id: pbx, name: 'main', originateContext: 'ringback', internalContext: 'from-internal', map: site },
      writer,
      intake: () => intake,
      now: () => ledger.clock.at,
      log: quietLog,
    });
    if (found === null) throw new Error('no backfill');
    backfill = found;
    await live();
  });
  afterEach(async () => {
    await backfill.stop();
    await intake.stop();
    await writer.stop();
  });

  async function live(): Promise<void> {
    link({ state: 'live', at: 1, banner: null });
    await eventually(() => expect(intake.coverage.live).toBe(true));
  }
  const down = () => link({ state: 'down', at: 2, reason: 'closed', detail: 'cut' });
  const whole = () => celText([older(), { ...call, startedAt, talkedMs }]);
  /** The records begin long before. */
  const older = () => ({
    linkedid: '1699990000.7',
    caller: '+442079460001',
    startedAt: startedAt - 4 * 3_600_000,
    talkedMs: 5_000,
  });
  const unfinished = () => whole().slice(0, whole().indexOf('"BRIDGE_EXIT"', whole().indexOf(call.linkedid)));
  const begins = () => hear({ event: 'Newchannel', at: startedAt, chan: customer() });
  const hangsUp = () =>
    hear({ event: 'Hangup', at: startedAt + 20_000, chan: customer(), cause: 16, causeText: null, techCause: null });
  const settled = async () => {
    await eventually(() => expect(backfill.waiting).toBe(0), { withinMs: 10_000 });
    await writer.drain();
  };
  const inLog = () => ledger.query('select outcome, reason, talked_ms from calls where linkedid = $1', [call.linkedid]);
  const talked = [{ outcome: 'talked', reason: null, talked_ms: talkedMs }];
  const debts = async () => (await ledger.query('select id from callbacks where number = $1', [call.caller])).length;
  const cutShort = () =>
    ledger.query(`select id from calls where linkedid = $1 and 'hangup_missing' = any(warnings)`, [call.linkedid]);

  test('and that the records told while the link was down stays as they told it', async () => {
    begins();
    down();
    writeFileSync(path, whole());
    await backfill.recheck(startedAt);
    await writer.drain();
    expect(await inLog()).toEqual(talked);
    await live();
    expect(backfill.waiting).toBe(1);
    await settled();
    expect(await inLog()).toEqual(talked);
    expect(await debts()).toBe(0);
    await ledger.expectAllKept();
  });

  test('is the same when the service is stopped before it has looked again', async () => {
    begins();
    down();
    writeFileSync(path, whole());
    await backfill.recheck(startedAt);
    await live();
    expect(backfill.waiting).toBe(1);
    await backfill.stop();
    await writer.drain();
    expect(await inLog()).toEqual(talked);
    expect(await debts()).toBe(0);
  });

  test('begun in a gap and not yet heard of is asked for at the PBX, and not called over', async () => {
    writeFileSync(path, unfinished());
    going = [customer(), agent()];
    await backfill.recheck(startedAt);
    await writer.drain();
    expect(await inLog()).toEqual([]);
    writeFileSync(path, whole());
    hear({
      event: 'Hangup',
      at: startedAt + 16_000,
      chan: agent(),
      cause: 16,
      causeText: null,
      techCause: null,
    });
    hangsUp();
    await settled();
    expect(await inLog()).toEqual(talked);
    expect(await debts()).toBe(0);
  });

  test('and whose end is heard while the records are read is not called over by its unfinished rows', async () => {
    writeFileSync(path, unfinished());
    meanwhile = () => {
      meanwhile = () => {};
      begins();
      hangsUp();
      writeFileSync(path, whole());
    };
    // What was told by the live stream alone would be a caller who reached nobody.
    await backfill.recheck(startedAt);
    await settled();
    expect(await inLog()).toHaveLength(1);
    expect(await cutShort()).toEqual([]);
  });

  test('and that the PBX does not have any more has gone down with it', async () => {
    writeFileSync(path, unfinished());
    await backfill.recheck(startedAt);
    await writer.drain();
    expect(await cutShort()).toHaveLength(1);
  });

  test('keeps its hole open until it stands in the log', async () => {
    writeFileSync(path, celText([older()]));
    begins();
    down();
    await ledger.database.db.transaction(async (tx) => {
      const store = pbxStore(tx);
      await store.seeAgain(ledger.ids.pbx, startedAt, 'start');
      await store.goBlind(ledger.ids.pbx, startedAt + 5_000, 'closed');
      await store.seeAgain(ledger.ids.pbx, startedAt + 50_000, 'closed');
    });
    await live();
    const open = () => ledger.query('select id from blind_windows where reconciled_at is null');
    await backfill.recheck(startedAt);
    expect(backfill.waiting).toBe(1);
    expect(await open()).toHaveLength(1);
    await settled();
    await eventually(async () => expect(await open()).toEqual([]));
    expect(await inLog()).toMatchObject([{ reason: 'ended_unknown' }]);
    expect(await debts()).toBe(1);
  });

  function customer(): ChannelFacts {
    return aChannel('PJSIP/trunk-00000384', call.linkedid, { callerNum: call.caller, exten: '442079460111' });
  }
  function agent(): ChannelFacts {
    const uniqueid = call.linkedid.replace('.900', '.901');
    return aChannel('PJSIP/1001-00000385', uniqueid, {
      linkedid: call.linkedid,
      callerNum: '1001',
      context: 'from-internal',
    });
  }
});

function aChannel(channel: string, uniqueid: string, over: Partial<ChannelFacts>): ChannelFacts {
  return {
    channel,
    uniqueid,
    linkedid: uniqueid,
    state: 'Ring',
    callerNum: null,
    callerName: null,
    connectedNum: null,
    connectedName: null,
    accountCode: null,
    context: 'from-trunk',
    exten: null,
    vars: {},
    ...over,
  };
}

function aSnapshot(at: number, channels: readonly ChannelFacts[]): Snapshot {
  return {
    ...aQuietPbx(at),
    channels: channels.map((channel) => ({ ...channel, bridgeId: null, application: null, durationMs: null })),
  };
}
