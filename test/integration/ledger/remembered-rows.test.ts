import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { E164 } from '../../../schema/values/e164.ts';
import { callbackViewStore } from '../../../server/store/callback-views.ts';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { gatherCounts } from '../../../server/usecases/gather-counts.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { openWeb, type Web } from '../../support/web.ts';

const numbers = [aNumber(), aNumber()] as const;

describe('what a service remembers of the rows of the board', () => {
  let web: Web;
  const ids: number[] = [];
  beforeAll(async () => {
    web = await openWeb();
    const { ledger } = web;
    for (const caller of numbers) ids.push(await miss(caller));
    const nino = await ledger.addContact('Nino', [numbers[0]]);
    await ledger.query(`insert into organisations (name, created_at) values ('Tea house', now())`);
    await ledger.query('update contacts set organisation_id = (select max(id) from organisations) where id = $1', [
      nino,
    ]);
    await ledger.query(`insert into calendars (site_id, name, time_zone, weekly)
      values (${ledger.ids.site}, 'usual', 'Europe/London', '[[],[],[],[],[],[],[]]')`);
    await ledger.query('update lines set calendar_id = (select max(id) from calendars)');
    await assignCallback(web.house, ids[0] ?? 0, ledger.ids.amy, ledger.ids.sue);
    await planLadders(web.house);
    ledger.clock.at += 600 * minute;
    await takeLadderSteps(web.house, { mail: false, webhook: false });
    // A try by itself: of a real one the item's own row would tell as well.
    await ledger.query(`set session_replication_role = replica;
      insert into attempts (id, user_id, device_id, callback_id, fence, number, created_at, not_after)
        values ('a1', ${ledger.ids.bob}, ${ledger.ids.amysPhone}, ${ids[1]}, 1, '${numbers[1]}', now(), now() + interval '1 minute');
      set session_replication_role = origin`);
  });
  afterAll(() => web.close());

  async function miss(caller: E164): Promise<number> {
    const { house, ledger } = web;
    const call = aMissedCall({ caller, endedAt: ledger.clock.at, line: 'sales' });
    return (await recordCall(house, ledger.ids.pbx, ledger.ids.boot, call)).callbackId ?? 0;
  }
  const search = () => ({
    filter: 'owed' as const,
    line: undefined,
    owner: undefined,
    wanted: null,
    cursor: undefined,
    limit: 50,
    now: web.ledger.clock.at,
    settledSince: 0,
  });
  const remembered = async () => (await web.house.transact((tx) => tx.callbackViews.board(search()))).rows;
  const asTheyAre = async () =>
    (await web.ledger.database.db.transaction((tx) => callbackViewStore(tx).board(search()))).rows;

  test('is the very same while nothing of it changes, also when the changes before are put together', async () => {
    const before = await remembered();
    expect(before).toHaveLength(2);
    await gatherCounts(web.house);
    await web.ledger.query(`update contacts set updated_at = now()`);
    const after = await remembered();
    expect(after.map((row, n) => row === before[n])).toEqual([true, true]);
    expect(await web.ledger.query('select from shown_changes')).toHaveLength(1);
  });

  test.each([
    ['a person of ours is renamed', `update users set name = 'Amy Lee' where login = 'amy'`],
    ['who tried is renamed', `update users set name = 'Bob Ray' where login = 'bob'`],
    ['a line is renamed', `update lines set name = 'Sales desk' where key = 'sales'`],
    ['a line has another calendar', 'update lines set calendar_id = null'],
    ['a line is in another zone', 'update lines set calendar_id = (select max(id) from calendars)'],
    ['a calendar moves', `update calendars set time_zone = 'Asia/Tbilisi'`],
    ['a company is renamed', `update organisations set name = 'Coffee house'`],
    ['a customer is renamed', `update contacts set name = 'Nino B.'`],
    ['a customer is important', 'update contacts set vip = true'],
    ['a customer changes the company', 'update contacts set organisation_id = null'],
    [
      'a second one has the number',
      `with c as (insert into contacts (name, vip, created_at, updated_at)
        values ('Giorgi', false, now(), now()) returning id)
      insert into contact_phones (contact_id, e164, created_at) select id, '${numbers[1]}', now() from c`,
    ],
    ['a number is taken from somebody', `delete from contact_phones where e164 = '${numbers[1]}'`],
    ['a number goes to another', `update contact_phones set e164 = '${numbers[1]}' where e164 = '${numbers[0]}'`],
    ['a call is judged anew', `update calls set reason = 'busy' where reason <> 'busy'`],
    ['a try is over', `update attempts set outcome = 'customer_busy', ended_at = now() where id = 'a1'`],
    [
      'a step is seen by somebody',
      'update escalation_timers set acknowledged_at = now(), acknowledged_by = (select min(id) from users) where fired_at is not null',
    ],
  ])('is read anew when %s', async (_, change) => {
    const before = await remembered();
    expect(before).toEqual(await asTheyAre());
    await web.ledger.query(change);
    const now = await asTheyAre();
    expect(now).not.toEqual(before);
    expect(await remembered()).toEqual(now);
  });

  test('is read anew for the item that changes, and for no other', async () => {
    const { house, ledger } = web;
    const before = await remembered();
    const { fence } = await claimCallback(house, ids[0] ?? 0, ledger.ids.amy);
    const claimed = await remembered();
    expect(claimed).toEqual(await asTheyAre());
    expect(claimed.filter((row) => before.includes(row)).map(({ id }) => id)).toEqual([ids[1]]);
    await releaseCallback(house, ids[0] ?? 0, ledger.ids.amy, fence);
    await miss(numbers[0]);
    expect(await remembered()).toEqual(await asTheyAre());
  });
});
