import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hashToken } from '../../server/platform/ids.ts';
import { type BenchDatabase, foundCompany, openBenchDatabase } from '../database.ts';
import { openLines, type Product, startProduct } from '../product.ts';
import { type BenchPbx, startPbx } from '../stream/pbx.ts';
import { openScreens, type Screens } from './screens.ts';

export interface FloorOptions {
  readonly phones: number;
  readonly contacts: number;
}

/** The product with everybody at work: a database full of people, a PBX, and a signed-in screen for every phone. */
export interface Floor {
  readonly database: BenchDatabase;
  readonly pbx: BenchPbx;
  readonly product: Product;
  readonly screens: Screens;
  stop(): Promise<void>;
}

export const COOKIE = 'bench-screen-of-';
const PATIENCE_MS = 60_000;
const WARM_UP_CALLS = 500;

export async function openFloor({ phones, contacts }: FloorOptions): Promise<Floor> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-floor-'));
  chmodSync(folder, 0o755);
  const opened: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of opened.toReversed()) await close();
  };
  try {
    const database = await openBenchDatabase();
    opened.push(database.stop);
    await foundCompany(database, { phones, contacts });
    await openLines(database);
    await signEverybodyIn(database, phones);
    const pbx = await startPbx({ seed: 51, phones, customers: 2 * contacts, notesRings: true });
    opened.push(pbx.stop);
    const dataDir = join(folder, 'data');
    const product = await startProduct({ databaseUrl: database.url, dataDir, amiPort: pbx.port });
    opened.push(product.kill);
    await pbx.until(({ listening }) => listening > 0, PATIENCE_MS, 'the product listens');
    const screens = await openScreens(product.url, phones, COOKIE);
    opened.push(screens.stop);
    pbx.wave({ calls: WARM_UP_CALLS, callsPerSecond: 100 });
    await quiet(pbx);
    await database.pool.query('analyze');
    await Promise.all([pbx.rings(), screens.rings()]);
    return { database, pbx, product, screens, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Until all calls are over, and a moment longer for what is still on its way to the screens. */
export async function quiet(pbx: BenchPbx): Promise<void> {
  await pbx.until(({ toBegin, underWay }) => toBegin === 0 && underWay === 0, PATIENCE_MS, 'all calls are over');
  await pause(1_000);
}

async function signEverybodyIn({ pool }: BenchDatabase, phones: number): Promise<void> {
  const extensions = Array.from({ length: phones }, (_, n) => String(1001 + n));
  await pool.query(
    `insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
       select s.hash, u.id, now(), now(), now() + interval '12 hours'
       from unnest($1::text[], $2::text[]) as s (login, hash) join users u on u.login = s.login`,
    [extensions.map((extension) => `agent${extension}`), extensions.map((one) => hashToken(COOKIE + one))],
  );
}

/** Milliseconds from the PBX's word to the screen, and how many screens were never told. */
export function delaysOf(
  rang: ReadonlyMap<string, bigint>,
  shown: ReadonlyMap<string, bigint>,
  during: (sentAt: bigint) => boolean = () => true,
): { readonly ms: readonly number[]; readonly missing: number } {
  const ms: number[] = [];
  let missing = 0;
  for (const [key, sentAt] of rang) {
    if (!during(sentAt)) continue;
    const at = shown.get(key);
    if (at === undefined) missing += 1;
    else ms.push(Number(at - sentAt) / 1e6);
  }
  return { ms: ms.toSorted((a, b) => a - b), missing };
}

export function percentile(sorted: readonly number[], of100: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of100) / 100))] ?? Number.NaN;
}
