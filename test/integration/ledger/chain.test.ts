import { afterEach, beforeEach, expect, test } from 'vitest';
import { audit } from '../../../server/cli/audit.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { transactWith } from '../../../server/store/transact.ts';
import { checkChain } from '../../../server/usecases/check-chain.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { sealChain } from '../../../server/usecases/seal-chain.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

let ledger: Ledger;
let office: Parameters<typeof sealChain>[0];
beforeEach(async () => {
  ledger = await openLedger();
  office = { transact: transactWith(ledger.database.db, officeStoresOf), now: () => ledger.clock.at };
  for (let n = 0; n < 3; n += 1) await miss();
});
afterEach(() => ledger.close());

async function miss(): Promise<number> {
  const { pbx, boot } = ledger.ids;
  const call = aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at - 10_000 });
  return (await recordCall(ledger.deps, pbx, boot, call)).callbackId ?? 0;
}

/** Damage by somebody with all rights over the database, who also steps around the triggers. */
async function damage(statement: string): Promise<void> {
  const client = await ledger.database.pool.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    await client.query(statement);
  } finally {
    client.release(true);
  }
}

async function run(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const out = {
    write: (part: string) => {
      text += part;
      return true;
    },
  } as NodeJS.WritableStream;
  return { code: await audit(args, out, out, { DATABASE_URL: ledger.database.url }), text };
}

test('what is written is sealed once, in turns, and the chain is whole in any time zone', async () => {
  const first = await sealChain(office);
  expect(first).toBeGreaterThanOrEqual(3);
  expect(await sealChain(office)).toBe(0);
  await claimCallback(ledger.deps, await miss(), ledger.ids.amy);
  expect(await sealChain(office)).toBeGreaterThanOrEqual(2);
  await ledger.query(`alter database "${ledger.database.name}" set timezone to 'Asia/Tehran'`);
  const { code, text } = await run('--chain');
  expect(text).toMatch(/Chain {2}\d+ links whole, sealed \S+, head [0-9a-f]{64}\n$/);
  expect(code).toBe(0);
});

test('two sealers at once make one chain', async () => {
  const [one, two] = await Promise.all([sealChain(office), sealChain(office)]);
  expect(one === 0 || two === 0).toBe(true);
  expect(await checkChain(office)).toMatchObject({ broken: null, links: one + two });
});

test('a rewritten history is found at its place, whatever the triggers say', async () => {
  await sealChain(office);
  await damage(`update callback_events set actor_id = ${ledger.ids.bob} where id = 2`);
  const changed = await run('--chain');
  expect(changed.code).toBe(1);
  expect(changed.text).toMatch(/broken at link \d+: this entry or its link was changed: callback_events 2/);
});

test('an entry or a link that was taken out is found', async () => {
  await sealChain(office);
  await damage('delete from callback_events where id = 2');
  expect((await run('--chain')).text).toContain('this entry was removed: callback_events 2');
  await damage('delete from chain_links where seq = 2');
  expect((await run('--chain')).text).toContain('broken at link 2: a link was taken out before');
});

test('a tail that was cut off is found by a head that was printed before', async () => {
  await sealChain(office);
  const { head } = await checkChain(office);
  expect((await run('--chain', '--head', head)).text).toMatch(/the head given is its link \d+/);
  await damage('delete from chain_links where seq = (select max(seq) from chain_links)');
  const cut = await run('--chain', '--head', head);
  expect(cut.code).toBe(1);
  expect(cut.text).toContain(`the head ${head} is not in it`);
});

test('entries that nobody sealed for ten minutes are told', async () => {
  const written = ledger.clock.at;
  ledger.clock.at = written + 11 * 60_000;
  expect((await checkChain(office)).leftOut).toBeGreaterThanOrEqual(3);
  await sealChain(office);
  expect((await checkChain(office)).leftOut).toBe(0);
});

test('no program may change or remove a link', async () => {
  await sealChain(office);
  await expect(ledger.query('update chain_links set row_id = 99')).rejects.toMatchObject({ code: 'RB002' });
  await expect(ledger.query('delete from chain_links')).rejects.toMatchObject({ code: 'RB001' });
  await expect(ledger.query('truncate chain_links')).rejects.toMatchObject({ code: 'RB001' });
});

test('a command that is not understood changes nothing and says how it goes', async () => {
  for (const args of [['--chian'], ['--chain', '--head'], ['--chain', '--head', 'xyz'], ['--chain', 'now']])
    expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringContaining('Usage: ringback audit') });
});
