import { setImmediate as turn } from 'node:timers/promises';
import { createFrameReader } from '../pbx/ami/frame-reader.ts';
import { createEventParser, isUsedEvent } from '../pbx/ami/parse-event.ts';
import { buildCore } from '../server/compose/core.ts';
import { createCalls } from '../server/domain/call/create-calls.ts';
import { recordCall } from '../server/usecases/record-call.ts';
import { recordCalls } from '../server/usecases/record-calls.ts';
import { createLiveBoard } from '../server/workers/live-board.ts';
import { createLogWriter, type Judged } from '../server/workers/log-writer.ts';
import { createBareParser } from './bare/bare-parser.ts';
import { type Company, foundCompany, openBenchDatabase } from './database.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';
import { streamBytes } from './stream/generate.ts';
import { streamSite } from './stream/records.ts';

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

function bare(bytes: Buffer): Promise<void> {
  let sum = 0;
  const parser = createBareParser((event) => {
    sum += event.get('Uniqueid')?.length ?? 0;
    sum += event.get('Linkedid')?.length ?? 0;
  });
  return inChunks(bytes, (chunk) => parser.push(chunk));
}

/** What of the way a variant goes. */
type Reach = 'events' | 'state' | 'cards' | 'log';

function follow(company: Company, core: ReturnType<typeof buildCore>, reach: Reach) {
  const { deps, pbxId, bootId } = company;
  const problems: string[] = [];
  let written = 0;
  let told = 0;
  let seq = 0;
  const tell = (payload: object) => {
    told += JSON.stringify(payload).length;
  };
  const calls = createCalls(streamSite(PHONES), { pbx: 'bench' });
  const board = createLiveBoard({
    memory: core.memory,
    index: core.house.matchIndex,
    sink: { card: (_user, card) => tell(card), gone: (_user, gone) => tell(gone) },
    nextSeq: () => ++seq,
    now: deps.now,
  });
  const complain = (_fields: object, sentence: string) => problems.push(sentence);
  const writer = createLogWriter({
    write: async ({ record }) => (await recordCall(deps, pbxId, bootId, record)).callId,
    writeTogether: async (batch: readonly Judged[]) =>
      (
        await recordCalls(
          deps,
          pbxId,
          batch.map(({ record }) => ({ bootId, record })),
        )
      ).map(({ callId }) => callId),
    written({ liveId }, callId) {
      written += 1;
      board.logged(liveId, callId);
    },
    refused: async () => complain({}, 'refused'),
    isAway: () => false,
    journal: { left: [], append: async () => true, clear: async () => {} },
    log: { warn: complain, error: complain },
  });
  const parse = createEventParser({ now: () => 0 });
  const reader = createFrameReader({
    wants: isUsedEvent,
    onFrame(frame) {
      const event = parse(frame);
      if (event === null || reach === 'events') return;
      if (!('event' in event)) {
        problems.push(event.reason);
        return;
      }
      for (const fact of calls.apply(event)) {
        if (reach === 'state') continue;
        board.apply(fact);
        if (reach === 'log' && fact.type === 'call.ended') {
          writer.add({ liveId: fact.id, bootKey: '', record: fact.record });
        }
      }
    },
    onFault(reason) {
      problems.push(reason);
    },
  });
  return async (bytes: Buffer) => {
    await inChunks(bytes, (chunk) => reader.push(chunk));
    await writer.drain();
    if (problems.length > 0) throw new Error(`Not all went well: ${problems[0]}`);
    if (reach === 'log' && (written !== CALLS || told === 0))
      throw new Error(`${written} of ${CALLS} calls were written`);
  };
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
        ...reaches.map((name) => ({ name, run: () => follow(company, core, name)(next(name)) })),
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
