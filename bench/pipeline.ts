import { setImmediate as turn } from 'node:timers/promises';
import { buildCore } from '../server/compose/core.ts';
import { createBareParser } from './bare/bare-parser.ts';
import { foundCompany, openBenchDatabase } from './database.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';
import { streamBytes } from './stream/generate.ts';
import { openWay } from './way.ts';

const CALLS = 600;
const ROUNDS = 7;
const WARM_UPS = 3;
const PHONES = 400;
const CONTACTS = 20_000;
const CHUNK = 65_536;

/** Bytes as a socket gives them: a chunk a turn of the loop. */
async function inChunks(bytes: Buffer, push: (chunk: Buffer) => void): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    push(bytes.subarray(at, at + CHUNK));
    await turn();
  }
}

async function bare(bytes: Buffer): Promise<void> {
  let sum = 0;
  const parser = createBareParser((event) => {
    sum += event.get('Uniqueid')?.length ?? 0;
    sum += event.get('Linkedid')?.length ?? 0;
  });
  await inChunks(bytes, (chunk) => parser.push(chunk));
  if (sum === 0) throw new Error('Nothing was read');
}

/** All that happens to an event: read, typed, folded into calls, matched, shown, judged and durable in Postgres. */
export const pipeline: Bench = {
  name: 'pipeline',
  about: 'CPU of the whole way of an event, durable log included, beside the bare parser',
  async run() {
    const database = await openBenchDatabase();
    try {
      const company = await foundCompany(database, { phones: PHONES, contacts: CONTACTS });
      const core = buildCore(database.db, company.deps.now);
      await core.memory.load();
      let minute = 0;
      let events = 0;
      const stream = () => {
        minute += 1;
        const startAt = 1_795_300_000_000 + minute * 60_000;
        const options = {
          seed: minute,
          calls: CALLS,
          callsPerSecond: 1000,
          startAt,
          customers: 2 * CONTACTS,
          phones: PHONES,
        };
        const made = streamBytes(options);
        events = made.events;
        return made.bytes;
      };
      const reaches = ['events', 'state', 'cards', 'log'] as const;
      // Each round reads a stream of its own: a call that is known already is no work.
      const streams = Array.from({ length: ROUNDS + WARM_UPS }, stream);
      const left = new Map<string, Buffer[]>(['bare', ...reaches].map((name) => [name, [...streams]]));
      const next = (name: string) => left.get(name)?.pop() ?? Buffer.alloc(0);
      const variants = [
        { name: 'bare', run: () => bare(next('bare')) },
        ...reaches.map((name) => ({
          name,
          async run() {
            const way = openWay(company, core, { reach: name, phones: PHONES });
            await inChunks(next(name), way.push);
            const { written } = await way.end();
            if (name === 'log' && written !== CALLS) throw new Error(`${written} of ${CALLS} calls were written`);
          },
        })),
      ];
      await sideBySide(variants, { rounds: WARM_UPS, warmUps: 0 });
      await database.pool.query('analyze');
      const rounds = await sideBySide(variants, { rounds: ROUNDS, warmUps: 0 });
      const perEvent = (name: string) => rounded(medianOf(rounds, name) / events);
      return {
        lines: [
          `about ${events} events of ${CALLS} calls; microseconds of CPU an event, each with all before it:`,
          ...[...rounds.keys()].map((name) => `  ${name.padEnd(8)} ${perEvent(name)}`),
        ],
        figures: [
          { name: 'cpuToBare', value: rounded(ratioOf(rounds, 'log', 'bare')), most: 1.6 },
          { name: 'stateToBare', value: rounded(ratioOf(rounds, 'state', 'bare')) },
          { name: 'cardsToBare', value: rounded(ratioOf(rounds, 'cards', 'bare')) },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
