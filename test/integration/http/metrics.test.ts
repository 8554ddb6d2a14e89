import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

async function figures(): Promise<Map<string, number>> {
  const { body } = await web.app.inject({ method: 'GET', url: '/metrics' });
  const lines = body.split('\n').filter((line) => line.startsWith('ringback_'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

test('the promise in numbers: broken ones, what is owed, how late the latest is', async () => {
  const { ledger } = web;
  const { pbx, boot, amy } = ledger.ids;
  const miss = async (caller: Parameters<typeof aMissedCall>[0]['caller'] = aNumber()) =>
    (await recordCall(web.house, pbx, boot, aMissedCall({ caller, endedAt: ledger.clock.at - 1_000 }))).callbackId ?? 0;
  expect((await figures()).get('ringback_callbacks_oldest_overdue_seconds')).toBe(0);

  const first = await miss();
  await miss();
  await miss(null);
  await claimCallback(ledger.deps, first, amy);
  const [due] = await ledger.query<{ at: number }>(
    `select (extract(epoch from due_at) * 1000)::bigint as at from callbacks where id = $1`,
    [first],
  );
  const now = await figures();
  expect(now.get('ringback_callbacks_live{state="open"}')).toBe(1);
  expect(now.get('ringback_callbacks_live{state="claimed"}')).toBe(1);
  expect(now.get('ringback_callbacks_live{state="needs_human"}')).toBe(1);
  expect(now.get('ringback_callbacks_overdue')).toBe(0);
  expect(now.get('ringback_audit_violations{invariant="S1"}')).toBe(0);
  expect(now.get('ringback_database_up')).toBe(1);

  ledger.clock.at = (due?.at ?? 0) + 90_000;
  const later = await figures();
  expect(later.get('ringback_callbacks_overdue')).toBe(2);
  expect(later.get('ringback_callbacks_oldest_overdue_seconds')).toBe(90);

  // Damage that no trigger was there to refuse.
  const client = await ledger.database.pool.connect();
  await client.query("set session_replication_role = 'replica'");
  await client.query(`update calls set ended_at = now() - interval '1 hour'`);
  await client.query('delete from callback_calls where callback_id = $1', [first]);
  client.release(true);
  expect((await figures()).get('ringback_audit_violations{invariant="S1"}')).toBe(1);
});

test('every figure that the alert rules name is told', async () => {
  const rules = readFileSync('docs/alerts.yml', 'utf8');
  const named = [...rules.matchAll(/ringback_[a-z_]+/g)].map(([name]) => name);

  const code = readFileSync('server/compose/figures.ts', 'utf8');
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !code.includes(`name: '${name.slice('ringback_'.length)}'`))).toEqual([]);
});
