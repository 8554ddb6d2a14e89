import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PlannedCall } from '../../../bench/stream/generate.ts';
import { streamSite } from '../../../bench/stream/records.ts';
import { callsUnderWay } from '../../../bench/stream/under-way.ts';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';

const options = { seed: 3, phones: 40, customers: 500 };
const startAt = 1_795_300_000_000;

/** So many calls, ten milliseconds apart, to their ends. */
function played(calls: number): { events: string[]; rows: string[]; planned: PlannedCall[] } {
  const pbx = callsUnderWay(options);
  const events: string[] = [];
  const rows: string[] = [];
  const planned: PlannedCall[] = [];
  for (let n = 0; n < calls; n += 1) {
    const at = startAt + n * 10;
    pbx.until(
      at,
      (event) => events.push(event),
      (row) => rows.push(row),
    );
    planned.push(pbx.begin(at));
  }
  pbx.until(
    startAt + 3_600_000,
    (event) => events.push(event),
    (row) => rows.push(row),
  );
  expect(pbx.size).toBe(0);
  expect(pbx.now()).toEqual({ channels: [], waiting: [] });
  return { events, rows, planned };
}

const verdict = ({ linkedid, caller, outcome, reason }: PlannedCall | CallRecord) =>
  `${linkedid} ${caller} ${outcome} ${reason}`;

describe('the PBX of the benches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rb-bench-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { events, rows, planned } = played(300);

  test('tells each call so that it is judged as planned', () => {
    const { events: read, quarantined } = readTrace(Buffer.from(events.join(''), 'latin1'));
    expect(quarantined).toEqual([]);
    const calls = createCalls(streamSite(40));
    const records = read.flatMap((event) =>
      calls.apply(event).flatMap((fact) => (fact.type === 'call.ended' ? [fact.record] : [])),
    );
    expect(records.map(verdict).toSorted()).toEqual(planned.map(verdict).toSorted());
  });

  test('writes each call down so that it is judged the same', async () => {
    const path = join(folder, 'Master.csv');
    writeFileSync(path, rows.map((row) => `${row}\n`).join(''));
    const { rows: read, wholeFrom } = await readCelCsv(path, 0);
    expect(read).toHaveLength(rows.length);
    expect(wholeFrom).toBe(startAt);
    const records = judgeCel(read, streamSite(40), () => false);
    expect(records.map(verdict).toSorted()).toEqual(planned.map(verdict).toSorted());
  });

  test('shows the channels that its events have made and not ended', () => {
    const pbx = callsUnderWay(options);
    const told: string[] = [];
    for (let n = 0; n < 200; n += 1) {
      pbx.begin(startAt + n * 10);
      pbx.until(
        startAt + n * 10,
        (event) => told.push(event),
        () => {},
      );
    }
    const { events: read } = readTrace(Buffer.from(told.join(''), 'latin1'));
    const there = new Set<string>();
    for (const event of read) {
      if (event.event === 'Newchannel') there.add(event.chan.uniqueid);
      if (event.event === 'Hangup') there.delete(event.chan.uniqueid);
    }
    const { channels, waiting } = pbx.now();
    const shown = channels.map(({ block }) => /\r\nUniqueid: (.*)\r\n/.exec(block)?.[1] ?? '');
    expect(shown.toSorted()).toEqual([...there].toSorted());
    expect(shown.length).toBeGreaterThan(100);
    expect(channels.some(({ bridge }) => /^[0-9a-f-]{36}$/.test(bridge))).toBe(true);
    expect(waiting.length).toBeGreaterThan(0);
  });
});
