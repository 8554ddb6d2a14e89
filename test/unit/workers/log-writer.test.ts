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

/** A disk that keeps lines, or refuses them. */
function aJournal(left: readonly Judged[] = []) {
  const journal = {
    left,
    lines: left.map(({ record }) => record.linkedid),
    full: false,
    async append(judged: readonly Judged[]) {
      if (journal.full) return false;
      journal.lines.push(...judged.map(({ record }) => record.linkedid));
      return true;
    },
    async clear() {
      journal.lines = [];
    },
  };
  return journal;
}

function aWriter(database: ReturnType<typeof aDatabase>, journal = aJournal()) {
  const written: string[] = [];
  const writer = createLogWriter({
    write: database.write,
    written: ({ record }, callId) => written.push(`${record.linkedid}=${callId}`),
    refused: async ({ record }) => void database.refused.push(record.linkedid),
    isAway: (cause) => cause instanceof Error && cause.message === 'away',
    journal,
    log: quiet,
  });
  return { writer, written, journal };
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

  test('brings each call to the disk that ends while the database is away, however long it has been away', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    let tries = 0;
    const counted = (one: Judged) => {
      tries += 1;
      return database.write(one);
    };
    const { writer, journal } = aWriter({ ...database, write: counted });
    for (const id of ['1.1', '1.2', '1.3']) {
      writer.add(judged(id));
      await eventually(() => expect(journal.lines).toContain(id));
      // Nothing is to be kept when the next tries fail.
      const before = tries;
      await eventually(() => expect(tries).toBeGreaterThan(before + 1));
    }
    expect(writer.unsafe).toBe(0);
    await writer.stop();
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

  test('stopped while the database is away, it ends at once and leaves the calls in the journal', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    const { writer, journal } = aWriter(database);
    writer.add(judged('1.1'));
    await writer.stop();
    expect(writer.waiting).toBe(1);
    expect(journal.lines).toEqual(['1.1']);
  });

  test('brings waiting calls to the journal in their order, and empties it when all are written', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    const { writer, journal } = aWriter(database);
    for (const id of ['1.1', '1.2', '1.3']) writer.add(judged(id));
    await eventually(() => expect(journal.lines).toEqual(['1.1', '1.2', '1.3']));
    expect(writer).toMatchObject({ waiting: 3, unsafe: 0 });
    database.fails = null;
    await writer.drain();
    expect(database.rows).toEqual(['1.1', '1.2', '1.3']);
    expect(journal.lines).toEqual([]);
  });

  test('a database that does not answer at all keeps nothing from the journal', async () => {
    const database = aDatabase();
    database.write = () => new Promise(() => {});
    const { writer, journal } = aWriter(database);
    writer.add(judged('1.1'));
    await eventually(() => expect(journal.lines).toEqual(['1.1']));
    await writer.stop();
  });

  test('writes first what an earlier run left in the journal', async () => {
    const database = aDatabase();
    const { writer, journal } = aWriter(database, aJournal([judged('1.1'), judged('1.2')]));
    writer.add(judged('1.3'));
    await writer.drain();
    expect(database.rows).toEqual(['1.1', '1.2', '1.3']);
    expect(journal.lines).toEqual([]);
  });

  test('a full journal is no reason to forget a call', async () => {
    const database = aDatabase();
    database.fails = new Error('away');
    const journal = aJournal();
    journal.full = true;
    const { writer } = aWriter(database, journal);
    writer.add(judged('1.1'));
    await eventually(() => expect(writer).toMatchObject({ waiting: 1, unsafe: 1 }));
    database.fails = null;
    await writer.drain();
    expect(database.rows).toEqual(['1.1']);
  });

  describe('that writes several calls together', () => {
    function together(database: ReturnType<typeof aDatabase>) {
      const batches: string[][] = [];
      const written: string[] = [];
      const writer = createLogWriter({
        write: database.write,
        async writeTogether(batch) {
          batches.push(batch.map(({ record }) => record.linkedid));
          if (database.fails) throw database.fails;
          const before = [...database.rows];
          try {
            const ids: number[] = [];
            for (const judged of batch) ids.push(await database.write(judged));
            return ids;
          } catch (cause) {
            database.rows.splice(0, database.rows.length, ...before);
            throw cause;
          }
        },
        written: ({ record }, callId) => written.push(`${record.linkedid}=${callId}`),
        refused: async ({ record }) => void database.refused.push(record.linkedid),
        isAway: (cause) => cause instanceof Error && cause.message === 'away',
        journal: aJournal(),
        log: quiet,
      });
      return { writer, written, batches };
    }

    test('gathers those that end within a moment, keeps their order, and leaves a lonely one alone', async () => {
      const { writer, written, batches } = together(aDatabase());
      for (const id of ['1.1', '1.2', '1.3']) writer.add(judged(id));
      await writer.drain();
      writer.add(judged('1.4'));
      await writer.drain();
      expect(batches).toEqual([['1.1', '1.2', '1.3']]);
      expect(written).toEqual(['1.1=1', '1.2=2', '1.3=3', '1.4=4']);
      expect(writer.waiting).toBe(0);
    });

    test('writes each by itself when one of them is refused: only that one is set aside', async () => {
      const database = aDatabase();
      const { write } = database;
      database.write = async (call) => {
        if (call.record.linkedid === '1.2') throw new Error('breaks a rule');
        return write(call);
      };
      const { writer, written } = together(database);
      for (const id of ['1.1', '1.2', '1.3']) writer.add(judged(id));
      await writer.drain();
      expect(database.refused).toEqual(['1.2']);
      expect(written).toEqual(['1.1=1', '1.3=2']);
    });

    test('loses nothing while the database is away', async () => {
      const database = aDatabase();
      database.fails = new Error('away');
      const { writer, written } = together(database);
      for (const id of ['1.1', '1.2', '1.3']) writer.add(judged(id));
      await eventually(() => expect(writer.unsafe).toBe(0));
      expect(writer.waiting).toBe(3);
      database.fails = null;
      await writer.drain();
      expect(written).toEqual(['1.1=1', '1.2=2', '1.3=3']);
    });

    test('never takes more than 100 into one transaction', async () => {
      const { writer, written, batches } = together(aDatabase());
      for (let n = 0; n < 250; n += 1) writer.add(judged(`1.${n}`));
      await writer.drain();
      expect(written).toHaveLength(250);
      expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
    });
  });
});
