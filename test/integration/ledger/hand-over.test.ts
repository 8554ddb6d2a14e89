import { afterEach, beforeEach, expect, test } from 'vitest';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { handOverFromDisabled } from '../../../server/usecases/hand-over.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeEach(async () => {
  web = await openWeb();
});
afterEach(() => web.close());

async function owedBy(userId: number, caller = aNumber()): Promise<number> {
  const { pbx, boot, sue } = web.ledger.ids;
  const call = aMissedCall({ caller, endedAt: web.ledger.clock.at - 1_000 });
  const id = (await recordCall(web.house, pbx, boot, call)).callbackId ?? 0;
  await assignCallback(web.ledger.deps, id, userId, sue);
  return id;
}

const owners = async () =>
  web.ledger.query<{ id: number; owner: number | null; rule: string | null; state: string; claimed: number | null }>(
    'select id, owner_id as owner, owner_rule as rule, state, claimed_by as claimed from callbacks order by id',
  );

test('who is disabled leaves nothing behind: what they held is free, what they owed belongs to whom the rule names', async () => {
  const { amy, bob } = web.ledger.ids;
  const number = aNumber();
  const contact = await web.ledger.addContact('Olga', [number]);
  await web.ledger.query('update contacts set owner_id = $2 where id = $1', [contact, bob]);
  const held = await owedBy(amy);
  await claimCallback(web.ledger.deps, held, amy);
  const bobs = await owedBy(amy, number);
  const kept = await owedBy(bob);

  const admin = await web.as('ann');
  expect((await admin.call('PATCH', `people/${amy}`, { disabled: true })).status).toBeLessThan(300);
  expect(await owners()).toEqual([
    { id: held, owner: null, rule: 'queue', state: 'open', claimed: null },
    { id: bobs, owner: bob, rule: 'contact_owner', state: 'open', claimed: null },
    { id: kept, owner: bob, rule: 'by_hand', state: 'open', claimed: null },
  ]);
  const [event] = await web.ledger.query(
    `select actor_id as actor, rule from callback_events where callback_id = $1 order by id desc limit 1`,
    [bobs],
  );
  expect(event).toEqual({ actor: web.ann, rule: 'contact_owner' });
});

test('what a crash left behind is handed over by the next round, once', async () => {
  const { amy, bob } = web.ledger.ids;
  const items = [await owedBy(amy), await owedBy(amy)];
  await owedBy(bob);
  await web.ledger.query('update users set disabled_at = now() where id = $1', [amy]);
  const [one, two] = await Promise.all([handOverFromDisabled(web.ledger.deps), handOverFromDisabled(web.ledger.deps)]);
  expect([...one, ...two].sort()).toEqual(items);
  expect(await handOverFromDisabled(web.ledger.deps)).toEqual([]);
});
