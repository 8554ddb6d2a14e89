import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createLogWriter, type Judged } from '../../../server/workers/log-writer.ts';
import { eventually } from '../../support/eventually.ts';

const quiet = { warn() {}, error() {} };

function judged(linkedid: string): Judged {
  return { liveId: `hq:${linkedid}`, bootKey: '2026-11-21 09:00:00', record: { linkedid } as CallRecord };
}

/** A database that fails in a given way as long as it is told to. */
function aDatabase() {
  const rows: string[] = [];
  const database = {
    fails: null as Error | null,
    rows,
    refused: [] as string[],
    async write({ record }: Judged) {
      if (database.fails) throw database.fails;
      rows.push(record.linkedid);
      return rows.length;
    },
  };
  return database;
}

function aWriter(database: ReturnType<typeof aDatabase>) {
  const written: string[] = [];
  const writer = createLogWriter({
    write: database.write,
    written: ({ record }, callId) => written.push(`${record.linkedid}=${callId}`),
    refused: async ({ record }) => void database.refused.push(record.linkedid),
    isAway: (cause) => cause instanceof Error && cause.message === 'away',
    log: quiet,
  });
  return { writer, written };
}

describe('the log writer', () => {
  test('writes finished calls in their order and says which row each got', async () => {
    const database = aDatabase();
    const { writer, written } = aWriter(database);
    for (const id of ['1.1', '1.2', '1.3']) writer.add(judged(id));
    await writer.drain();
    expect(written).toEqual(['1.1=1', '1.2=2', '1.3=3']);
    expect(writer.waiting).toBe(0);
  });

  test('keeps everything while the database is away, and loses nothing when it is back', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    const { writer, written } = aWriter(database);
    for (const id of ['1.1', '1.2']) writer.add(judged(id));
    await eventually(() => expect(writer.waiting).toBe(2));
    database.fails = null;
    await writer.drain();
    expect(written).toEqual(['1.1=1', '1.2=2']);
    expect(database.refused).toEqual([]);
  });

  test('sets aside the one call that is refused again and again, and goes on', async () => {
    const database = aDatabase();
    const { write } = database;
    database.write = async (call) => {
      if (call.record.linkedid === '1.1') throw new Error('breaks a rule');
      return write(call);
    };
    const { writer, written } = aWriter(database);
    for (const id of ['1.1', '1.2']) writer.add(judged(id));
    await writer.drain();
    expect(database.refused).toEqual(['1.1']);
    expect(written).toEqual(['1.2=1']);
  });

  test('stopped while the database is away, it ends at once', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    const { writer } = aWriter(database);
    writer.add(judged('1.1'));
    await writer.stop();
    expect(writer.waiting).toBe(1);
  });
});
