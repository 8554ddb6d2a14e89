import type { CallRecord } from '../server/domain/call/call-record.ts';
import { recordCall } from '../server/usecases/record-call.ts';
import { recordCalls } from '../server/usecases/record-calls.ts';
import { createLogWriter, type Judged } from '../server/workers/log-writer.ts';
import { type Company, foundCompany, openBenchDatabase } from './database.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';
import { judgedCalls } from './stream/records.ts';

const CALLS = 400;
const ROUNDS = 7;
/** A service that has run for a minute: much of a cold one's CPU goes into compiling it. */
const WARM_UPS = 8;
const CONTACTS = 20_000;

const noJournal = { left: [], append: async () => true, clear: async () => {} };

function writerOf({ deps, pbxId, bootId }: Company, together: boolean, log: (sentence: string) => void) {
  return createLogWriter({
    write: async ({ record }) => (await recordCall(deps, pbxId, bootId, record)).callId,
    ...(together && {
      writeTogether: async (batch: readonly Judged[]) =>
        (
          await recordCalls(
            deps,
            pbxId,
            batch.map(({ record }) => ({ bootId, record })),
          )
        ).map(({ callId }) => callId),
    }),
    written() {},
    refused: async () => log('refused'),
    isAway: () => false,
    journal: noJournal,
    log: { warn: (_fields, sentence) => log(sentence), error: (_fields, sentence) => log(sentence) },
  });
}

/** The log writer as it runs in the service, and the same calls with a transaction each. Both wait for the disk. */
export const write: Bench = {
  name: 'write',
  about: 'finished calls into Postgres: in batches, beside one transaction each',
  async run() {
    const database = await openBenchDatabase();
    try {
      const company = await foundCompany(database, { contacts: CONTACTS });
      let minute = 0;
      let next: readonly CallRecord[] = [];
      // Made before the clock runs, and only now: a heap full of calls to come would be cleaned at the writers' cost.
      const prepare = () => {
        minute += 1;
        const startAt = 1_795_300_000_000 + minute * 60_000;
        const options = { calls: CALLS, callsPerSecond: 1000, startAt, customers: 2 * CONTACTS, phones: 40 };
        next = judgedCalls({ seed: 100 + minute, ...options });
      };
      const complaints: string[] = [];
      const run = (together: boolean) => async () => {
        const writer = writerOf(company, together, (sentence) => complaints.push(sentence));
        for (const record of next) writer.add({ liveId: record.linkedid, bootKey: '', record });
        await writer.drain();
      };
      const variants = [
        { name: 'one by one', prepare, run: run(false) },
        { name: 'batches', prepare, run: run(true) },
      ];
      await sideBySide(variants, { rounds: 2, warmUps: 0 });
      // As autovacuum does within a minute. Plans made over empty tables check every foreign key by reading all rows.
      await database.pool.query('analyze');
      const rounds = await sideBySide(variants, { rounds: ROUNDS, warmUps: WARM_UPS });
      const { rows } = await database.pool.query<{ calls: number; items: number; sync: string }>(
        `select (select count(*)::int from calls) as calls, (select count(*)::int from callbacks) as items,
          current_setting('synchronous_commit') || ', fsync ' || current_setting('fsync') as sync`,
      );
      const wanted = CALLS * 2 * (ROUNDS + WARM_UPS + 2);
      if (rows[0]?.calls !== wanted || complaints.length > 0) {
        throw new Error(`${rows[0]?.calls} of ${wanted} calls were written; ${complaints[0] ?? 'no complaint'}`);
      }
      const perSecond = (name: string) => Math.round((CALLS * 1000) / medianOf(rounds, name, 'wallMs'));
      const cpu = (name: string) => rounded(medianOf(rounds, name) / CALLS);
      return {
        lines: [
          `${wanted} calls written, ${rows[0].items} callbacks opened, synchronous_commit ${rows[0].sync}`,
          `  one by one ${perSecond('one by one')} calls/s, ${cpu('one by one')} us of CPU a call`,
          `  batches    ${perSecond('batches')} calls/s, ${cpu('batches')} us of CPU a call`,
        ],
        figures: [
          { name: 'rateToOneByOne', value: rounded(1 / ratioOf(rounds, 'batches', 'one by one', 'wallMs')), least: 5 },
          { name: 'cpuUsPerCall', value: cpu('batches'), most: 20 },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
