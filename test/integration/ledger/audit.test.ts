import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../../../server/cli/audit.ts';
import { auditHistories } from '../../../server/store/audit-histories.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { freshDatabase } from '../../support/database.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('ringback audit', () => {
  let ledger: Ledger;
  /** One item in each of the states open, claimed, dialing, returned and closed. */
  let item: Record<'open' | 'claimed' | 'dialing' | 'returned' | 'closed', number>;
  let talk: number;

  beforeEach(async () => {
    ledger = await openLedger();
    const { pbx, boot, amy, sue, amysPhone } = ledger.ids;
    const endedAt = ledger.clock.at - 10_000;
    const miss = async (caller = aNumber()) =>
      (await recordCall(ledger.deps, pbx, boot, aMissedCall({ caller, endedAt }))).callbackId ?? 0;
    const caller = aNumber();
    item = {
      open: await miss(),
      claimed: await miss(),
      dialing: await miss(),
      returned: await miss(caller),
      closed: await miss(),
    };
    talk = (
      await recordCall(ledger.deps, pbx, boot, aTalkedCall({ caller, endedAt: endedAt + 5_000, talkedMs: 2_000 }))
    ).callId;
    await claimCallback(ledger.deps, item.claimed, amy);
    const { fence } = await claimCallback(ledger.deps, item.dialing, amy);
    const callback = { id: item.dialing, fence };
    await startAttempt(ledger.deps, { userId: amy, deviceId: amysPhone, number: null, contactId: null, callback });
    await closeCallback(ledger.deps, item.closed, sue, { reason: 'duplicate', note: 'seen twice' });
  });
  afterEach(() => ledger.close());

  async function run(): Promise<{ code: number; text: string }> {
    let text = '';
    const out = {
      write: (part: string) => {
        text += part;
        return true;
      },
    } as NodeJS.WritableStream;
    const code = await audit([], out, out, { DATABASE_URL: ledger.database.url });
    return { code, text };
  }

  /** Damage that no constraint or trigger was there to refuse. */
  async function damage(...statements: readonly string[]): Promise<void> {
    const client = await ledger.database.pool.connect();
    try {
      await client.query("set session_replication_role = 'replica'");
      for (const statement of statements) await client.query(statement);
    } finally {
      client.release(true);
    }
  }

  test('says that all promises are kept', async () => {
    const { code, text } = await run();
    expect(text).toContain('S1  0');
    expect(text).toContain('All promises are kept.');
    expect(code).toBe(0);
  });

  const damages: readonly (readonly [name: string, what: string, statement: () => string])[] = [
    ['S1', 'a coverage deleted by hand', () => `delete from callback_calls where callback_id = ${item.open}`],
    ['S2', 'an item deleted by hand', () => `delete from callbacks where id = ${item.open}`],
    ['S2', 'a count that is not true', () => `update callbacks set misses = 7 where id = ${item.open}`],
    ['S2', 'a history deleted by hand', () => `delete from callback_events where callback_id = ${item.open}`],
    ['S3', 'a proof deleted by hand', () => `delete from call_talks where call_id = ${talk}`],
    [
      'S3',
      'a miss put after the proof',
      () => `update calls set ended_at = now() + interval '1 hour' where id =
      (select call_id from callback_calls where callback_id = ${item.returned})`,
    ],
    ['S3', 'the person who closed deleted', () => `update callbacks set closed_by = 999999 where id = ${item.closed}`],
    [
      'S4',
      'an item let go while its attempt is open',
      () => `update callbacks set state = 'open', open_attempt_id = null,
      claimed_by = null where id = ${item.dialing}`,
    ],
    [
      'S4',
      'an attempt ended behind the item’s back',
      () => `update attempts set outcome = 'cancelled', ended_at = now()`,
    ],
    [
      'S4',
      'a second call to the same customer',
      () => `insert into attempts (id, user_id, device_id, number, not_after, created_at)
      select 'twice', user_id, device_id, number, not_after, created_at from attempts`,
    ],
    [
      'S5',
      'a lease nobody frees',
      () => `update callbacks set lease_until = now() - interval '1 hour' where id = ${item.claimed}`,
    ],
    [
      'S5',
      'an attempt that never ends',
      () => `update attempts set created_at = now() - interval '1 hour',
      not_after = now() - interval '59 minutes'`,
    ],
    [
      'S6',
      'a time nobody watched the PBX and nobody owns up to',
      () => `insert into coverage_intervals (pbx_id, started_at, seen_to) values
      (${ledger.ids.pbx}, now() - interval '9 minutes', now() - interval '5 minutes'), (${ledger.ids.pbx}, now() - interval '1 minute', now())`,
    ],
    ['counts', 'a count changed by hand', () => 'update callback_counts set items = items + 1'],
    ['counts', 'an item moved past the triggers', () => `update callbacks set due_at = due_at + interval '1 day'`],
  ];
  test.each(damages)('%s finds %s', async (name, _what, statement) => {
    await damage(statement());
    const { code, text } = await run();
    expect(text).toMatch(new RegExp(`^${name}  [1-9]`, 'm'));
    expect(code).toBe(1);
  });

  test('says where it looked when there is nothing to check', async () => {
    let text = '';
    const err = {
      write: (part: string) => {
        text += part;
        return true;
      },
    } as NodeJS.WritableStream;
    expect(await audit([], err, err, { RINGBACK_DATA_DIR: '/nowhere/at/all' })).toBe(1);
    expect(text).toContain('no Ringback database in /nowhere/at/all');
    const empty = await freshDatabase({ empty: true });
    expect(await audit([], err, err, { DATABASE_URL: empty.url })).toBe(1);
    expect(text).toContain('Run: ringback migrate');
    await empty.drop();
  });

  test('S4 finds two live items of one caller when even the index is gone', async () => {
    const columns = `site_id, origin, key, number, state, due_at, promised_at, first_miss_at, latest_miss_at, misses, created_at, updated_at`;
    await damage(
      'drop index callbacks_one_live_per_key',
      `insert into callbacks (${columns}) select ${columns} from callbacks where id = ${item.open}`,
    );
    expect((await run()).text).toMatch(/2 live items of one key/);
  });

  test('without triggers switched off, the same hand is refused', async () => {
    await expect(ledger.query('delete from callbacks where id = $1', [item.open])).rejects.toThrow('never removed');
    ledger.clock.at += minute;
  });

  test('holds against an item only what is so, while people go on working', async () => {
    const { deps, ids, database } = ledger;
    let over = false;
    const working = (async () => {
      let turns = 0;
      for (; !over; turns += 1) {
        const { fence } = await claimCallback(deps, item.open, ids.amy);
        await releaseCallback(deps, item.open, ids.amy, fence);
      }
      return turns;
    })();
    const told: unknown[] = [];
    for (let look = 0; look < 40; look += 1) told.push(...(await auditHistories(database.db)));
    over = true;
    expect(await working).toBeGreaterThan(5);
    expect(told).toEqual([]);
  });
});
