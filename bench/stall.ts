import { fork } from 'node:child_process';
import net from 'node:net';
import { extname } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createTurns } from '../pbx/ami/turns.ts';
import { buildCore } from '../server/compose/core.ts';
import { foundCompany, openBenchDatabase } from './database.ts';
import { rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { streamBytes } from './stream/generate.ts';
import { openWay, type Way } from './way.ts';

const SECONDS = 6;
const PHONES = 400;
const CONTACTS = 20_000;
const WARM_UP = 1000;

interface Told {
  readonly port?: number;
  readonly events?: number;
  readonly sent?: number;
}

/** Reads the paced stream of another process; answers how far the reading ever was behind. */
async function readPaced(way: Way, callsPerSecond: number) {
  const here = fileURLToPath(import.meta.url);
  const script = here.replace(/stall\.\w+$/, `stream/paced-feeder${extname(here)}`);
  const child = fork(script, [callsPerSecond * SECONDS, callsPerSecond, PHONES, 2 * CONTACTS].map(String));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let read = 0;
  let mostUnread = 0;
  let mostWaiting = 0;
  try {
    const { port = 0, events = 0 } = await new Promise<Told>((resolve, reject) => {
      child.once('message', (told: Told) => resolve(told));
      child.once('exit', (code) => reject(new Error(`The sender of the stream ended with ${code}`)));
    });
    child.on('message', ({ sent = 0 }: Told) => {
      mostUnread = Math.max(mostUnread, sent - read);
      mostWaiting = Math.max(mostWaiting, way.waiting);
    });
    const turns = createTurns(way.push);
    delay.enable();
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect({ host: '127.0.0.1', port });
      socket.on('data', (chunk: Buffer) => {
        read += chunk.length;
        turns.take(chunk);
      });
      socket.on('error', reject);
      socket.on('close', () => {
        turns.finish();
        resolve();
      });
    });
    delay.disable();
    const { written } = await way.end();
    return {
      events,
      written,
      mostUnread,
      mostWaiting,
      delayMs: delay.max / 1e6,
      delayP99Ms: delay.percentile(99) / 1e6,
    };
  } finally {
    child.removeAllListeners('exit');
    if (child.connected) child.disconnect();
  }
}

/** A PBX that cannot wait, at its busiest: is the socket always drained, and nothing lost? */
export const stall: Bench = {
  name: 'stall',
  about:
    'event loop and unread bytes at 1000 calls/s (RINGBACK_BENCH_RATE), the whole way, Postgres on; 0 lost, 0 doubled',
  async run() {
    const callsPerSecond = Number(process.env.RINGBACK_BENCH_RATE ?? 1000);
    const database = await openBenchDatabase();
    try {
      const company = await foundCompany(database, { phones: PHONES, contacts: CONTACTS });
      const core = buildCore(database.db, company.deps.now);
      await core.memory.load();
      // A service that has run for a minute: compiled, and its tables known to the planner.
      const before = openWay(company, core, { reach: 'log', phones: PHONES });
      const warmUp = { seed: 1, calls: WARM_UP, callsPerSecond: 500, startAt: 1_795_200_000_000, phones: PHONES };
      const { bytes } = streamBytes({ ...warmUp, customers: 2 * CONTACTS });
      for (let at = 0; at < bytes.length; at += 65_536) before.push(bytes.subarray(at, at + 65_536));
      await before.end();
      await database.pool.query('analyze');
      const way = openWay(company, core, { reach: 'log', phones: PHONES });
      const seen = await readPaced(way, callsPerSecond);
      const { rows } = await database.pool.query<{ calls: number; ids: number; owed: number; covered: number }>(
        `select count(*)::int as calls, count(distinct linkedid)::int as ids,
           (count(*) filter (where outcome = 'missed'))::int as owed,
           (select count(*)::int from callback_calls) as covered from calls`,
      );
      const { calls = 0, ids = 0, owed = 0, covered = 0 } = rows[0] ?? {};
      const planned = WARM_UP + callsPerSecond * SECONDS;
      return {
        lines: [
          `${seen.events} events of ${planned} calls in ${SECONDS} s and their ends; ${calls} calls and ${covered} debts in the log`,
          `  loop delay p99 ${rounded(seen.delayP99Ms)} ms; at most ${seen.mostWaiting} finished calls waited for the database`,
        ],
        figures: [
          { name: 'maxLoopDelayMs', value: rounded(seen.delayMs), most: 100 },
          { name: 'unreadBytes', value: seen.mostUnread, most: 1_000_000 },
          { name: 'lost', value: planned - ids + (owed - covered), most: 0 },
          { name: 'doubled', value: calls - ids, most: 0 },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
