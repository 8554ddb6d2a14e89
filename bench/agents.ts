import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCore } from '../server/compose/core.ts';
import type { LivePort } from '../server/http/ports.ts';
import { hashToken } from '../server/platform/ids.ts';
import { createRealtime } from '../server/realtime/server.ts';
import { foundCompany, openBenchDatabase } from './database.ts';

const COOKIES = 'a-browser-of-the-bench-';
const PATIENCE_MS = 120_000;

/** Memory in megabytes: what the program holds, and what the system has given it. */
export interface Memory {
  readonly held: number;
  readonly given: number;
}

/** A desk where nothing rings. */
const nothingRings: LivePort = {
  cardsOf: () => [],
  attemptStep: () => null,
  coverage: () => ({ live: true, completeTo: null, why: null }),
  presenceOf: () => null,
  agents: () => [],
  waiting: () => ({ count: 0, longestSince: null }),
  painted() {},
  chosen() {},
  screens() {},
};

/** What so many signed-in, connected browsers cost the server. `memory` cleans up and looks. */
export async function costOfAgents(agents: number, memory: () => Memory): Promise<Memory> {
  const database = await openBenchDatabase();
  const server = createServer();
  try {
    const { deps } = await foundCompany(database, { phones: agents });
    const { house } = buildCore(database.db, deps.now);
    await database.pool.query(
      `insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
         select s.hash, u.id, now(), now(), now() + interval '1 hour'
         from unnest($1::text[]) with ordinality as s (hash, n) join users u on u.login = 'agent' || (1000 + s.n)`,
      [Array.from({ length: agents }, (_, n) => hashToken(COOKIES + n))],
    );
    const complaints: string[] = [];
    const log = { warn: (_fields: object, sentence: string) => void complaints.push(sentence) };
    const realtime = createRealtime({ server, house, live: nothingRings, publicUrl: null, trustProxy: false, log });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    // One first, so that what is loaded and compiled once is not counted.
    await (await sitDown(port, 1)).leave();
    const before = memory();
    const browsers = await sitDown(port, agents);
    const after = memory();
    realtime.close();
    await browsers.leave();
    if (complaints.length > 0) throw new Error(`Not every browser was let in: ${complaints[0]}`);
    return { held: after.held - before.held, given: after.given - before.given };
  } finally {
    server.closeAllConnections();
    server.close();
    await database.stop();
  }
}

/** So many browsers in another process, once all have their snapshot. */
async function sitDown(port: number, agents: number): Promise<{ leave(): Promise<void> }> {
  const here = fileURLToPath(import.meta.url);
  const script = here.replace(/agents\.\w+$/, `stream/sitting-agents${extname(here)}`);
  const child = fork(script, [`http://127.0.0.1:${port}`, String(agents), COOKIES]);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const leave = async () => {
    if (child.connected) child.disconnect();
    await gone;
  };
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new Error(`${agents} browsers were not all told in time`)), PATIENCE_MS);
      child.on('message', (said: { told?: number; failed?: string }) => {
        if (said.failed !== undefined) reject(new Error(`A browser was not let in: ${said.failed}`));
        else resolve();
      });
      child.once('exit', () => reject(new Error('The browsers have gone')));
    });
  } catch (cause) {
    await leave();
    throw cause;
  } finally {
    clearTimeout(late);
  }
  return { leave };
}
