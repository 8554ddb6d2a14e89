import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { celCsv } from '../../../pbx/records/cel-csv.ts';
import { backfillFrom } from '../../../server/compose/records-side.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { pbxStore } from '../../../server/store/pbx.ts';
import { reconcileCall } from '../../../server/usecases/reconcile-call.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import type { Backfill } from '../../../server/workers/backfill.ts';
import { createLogWriter, type Judged, type LogWriter } from '../../../server/workers/log-writer.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { celText, type WrittenCall } from '../../support/records/cel-generator.ts';

const hour = 3_600_000;
const site = {
  country: 'GB',
  areaCode: null,
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'sales', dids: ['+442079460111'], group: 'sales', country: 'GB', areaCode: null }],
  phones: [{ device: 'PJSIP/1001', extension: '1001' }],
  minTalkMs: 1_000,
};

describe('an hour without a link, and a thousand calls in it', () => {
  let ledger: Ledger;
  let folder: string;
  let path: string;
  let writer: LogWriter;
  let backfill: Backfill;
  let from: number;
  let linked = true;
  const bootKey = '2026-11-21 09:00:00';

  beforeAll(async () => {
    ledger = await openLedger();
    folder = mkdtempSync(join(tmpdir(), 'rb-cel-'));
    path = join(folder, 'Master.csv');
    from = ledger.clock.at - 2 * hour;
    const { pbx, boot } = ledger.ids;
    const calls = createCalls(site);
    writer = createLogWriter({
      write: async ({ record, from: source }) =>
        (await (source === 'records' ? reconcileCall : recordCall)(ledger.deps, pbx, boot, record)).callId,
      writeTogether: async (batch) =>
        (
          await recordCalls(
            ledger.deps,
            pbx,
            batch.map(({ record }) => ({ bootId: boot, record })),
          )
        ).map(({ callId }) => callId),
      written() {},
      refused: async ({ record }, cause) => {
        throw new Error(`refused ${record.linkedid}`, { cause });
      },
      isAway: () => false,
      journal: { left: [], append: async () => true, clear: async () => {} },
      log: quietLog,
    });
    const found = backfillFrom({
      sources: [celCsv(path)],
      inTransaction: (work) => ledger.database.db.transaction(work),
      pbx: { id: pbx, name: 'main', originateContext: 'ringback', internalContext: 'from-internal', map: site },
      writer,
      intake: () => ({
        calls: () => calls,
        askAgain: async () => linked,
        bootKey,
        site,
        readTo: null,
        coverage: { live: linked, completeTo: null, why: null },
      }),
      now: () => ledger.clock.at,
      log: quietLog,
    });
    if (found === null) throw new Error('no backfill');
    backfill = found;
  });
  afterAll(async () => {
    await backfill?.stop();
    await writer?.stop();
    rmSync(folder, { recursive: true, force: true });
    await ledger?.close();
  });

  /** Every third is missed; callers come again and again. */
  function aThousand(): WrittenCall[] {
    return Array.from({ length: 1_000 }, (_, index) => {
      const startedAt = from + 60_000 + index * 3_500;
      return {
        linkedid: `${Math.floor(startedAt / 1000)}.${index * 2}`,
        caller: `+44207946${String(index % 250).padStart(4, '0')}`,
        startedAt,
        talkedMs: index % 3 === 0 ? null : 20_000 + index,
      };
    });
  }

  const count = async (sql: string) =>
    (await ledger.query<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n;

  async function blindHour(): Promise<void> {
    await ledger.database.db.transaction(async (tx) => {
      const store = pbxStore(tx);
      await store.seeAgain(ledger.ids.pbx, from, 'start');
      await store.goBlind(ledger.ids.pbx, from, 'closed');
      await store.seeAgain(ledger.ids.pbx, from + hour, 'closed');
    });
  }

  const settled = () =>
    eventually(async () => expect(await count('blind_windows where reconciled_at is null')).toBe(0), {
      withinMs: 60_000,
    });

  test('is whole afterwards: each call once, each debt owed, the window covered', { timeout: 90_000 }, async () => {
    const calls = aThousand();
    const before = {
      linkedid: `${Math.floor(from / 1000) - 9_000}.7`,
      caller: '+442079460001',
      startedAt: from - 9_000_000,
      talkedMs: null,
    };
    writeFileSync(path, celText([before, ...calls]));
    await blindHour();
    const startedAt = performance.now();
    backfill.seenAgain();
    await settled();
    console.log(`An hour with 1,000 calls was reconciled in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    expect(await count('calls')).toBe(1_000);
    expect(await count(`calls where outcome = 'missed' and reason = 'abandoned_ringing'`)).toBe(334);
    expect(await count(`calls where outcome = 'talked' and talked_ms >= 20000`)).toBe(666);
    expect(await count('callback_calls')).toBe(334);
    expect(await count(`calls c where outcome = 'missed' and started_at < to_timestamp(${from / 1000})`)).toBe(0);
    await ledger.expectAllKept();
    expect(backfill.last).toMatchObject({ source: 'CEL file', calls: 1_000, added: 1_000, error: null });
  });

  test('read again changes nothing', async () => {
    const rows = () => ledger.query('select max(id) as outbox, (select count(*) from call_talks) as talks from outbox');
    const known = await rows();
    await backfill.recheck(from);
    await writer.drain();
    expect(backfill.last).toMatchObject({ calls: 1_000, added: 0, error: null });
    expect(await rows()).toEqual(known);
  });

  test('a call that was seen in part is told whole by the records; one that was seen whole stays as it is', async () => {
    const [partly, whole] = ['1700000001.900', '1700000002.902'];
    const startedAt = ledger.clock.at - 60_000;
    writeFileSync(
      path,
      celText([
        { linkedid: partly, caller: '+447700900501', startedAt, talkedMs: 12_000 },
        { linkedid: whole, caller: '+447700900502', startedAt, talkedMs: 12_000 },
      ]),
    );
    const seen = (linkedid: string, over: Partial<CallRecord>): Judged => ({
      liveId: `main:${linkedid}`,
      bootKey,
      record: { ...liveMiss(linkedid, startedAt), ...over },
    });
    backfill.take(seen(partly, { reason: 'ended_unknown', warnings: ['hangup_missing'] }));
    backfill.take(seen(whole, { reason: 'no_answer' }));
    await eventually(async () => expect(await count(`calls where linkedid in ('${partly}', '${whole}')`)).toBe(2));
    const rows = await ledger.query(
      `select linkedid, outcome, talked_ms from calls where linkedid in ($1, $2) order by linkedid`,
      [partly, whole],
    );
    expect(rows).toEqual([
      { linkedid: partly, outcome: 'talked', talked_ms: 12_000 },
      { linkedid: whole, outcome: 'missed', talked_ms: 0 },
    ]);
  });

  test('a call of which the records know nothing is taken as it was seen: owed', async () => {
    const record = liveMiss('1700000003.1', ledger.clock.at - 60_000);
    backfill.take({
      liveId: 'x',
      bootKey,
      record: { ...record, reason: 'ended_unknown', warnings: ['hangup_missing'] },
    });
    await eventually(
      async () => {
        const rows = await ledger.query(`select reason from calls where linkedid = '1700000003.1'`);
        expect(rows).toEqual([{ reason: 'ended_unknown' }]);
      },
      { withinMs: 10_000 },
    );
    await ledger.expectAllKept();
  });

  test('a call that goes on while the link is down again is not taken for one that has ended', async () => {
    const startedAt = from + 120_000;
    const [older, linkedid] = [`${Math.floor(from / 1000) - 9_000}.7`, '1700000009.900'];
    const calls = [
      { linkedid: older, caller: '+442079460001', startedAt: from - 9_000_000, talkedMs: null },
      { linkedid, caller: '+447700900509', startedAt, talkedMs: 12_000 },
    ];
    const text = celText(calls);
    writeFileSync(path, text.slice(0, text.indexOf('"BRIDGE_ENTER"', text.indexOf(linkedid))));
    await blindHour();
    linked = false;
    await backfill.recheck(from);
    await writer.drain();
    expect(await count(`calls where linkedid = '${linkedid}'`)).toBe(0);
    expect(await count('blind_windows where reconciled_at is null')).toBe(1);
    writeFileSync(path, text);
    linked = true;
    backfill.seenAgain();
    await settled();
    expect(await ledger.query('select outcome, talked_ms from calls where linkedid = $1', [linkedid])).toEqual([
      { outcome: 'talked', talked_ms: 12_000 },
    ]);
    expect(await count(`callbacks where number = '+447700900509'`)).toBe(0);
  });

  test('without records a window stays blind', async () => {
    rmSync(path);
    await blindHour();
    await backfill.recheck(from);
    expect(backfill.last).toMatchObject({ calls: 0, source: 'none' });
    expect(await count('blind_windows where reconciled_at is null')).toBeGreaterThan(0);
  });
});

function liveMiss(linkedid: string, startedAt: number): CallRecord {
  return aMissedCall({ linkedid, startedAt, endedAt: startedAt + 4_000, caller: aNumber() });
}
