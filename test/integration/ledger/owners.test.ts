import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callbackViewStore } from '../../../server/store/callback-views.ts';
import { requestCallback } from '../../../server/usecases/open-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('a new item belongs', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const record = (call: Parameters<typeof recordCall>[3]) =>
    recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const ownerOf = async (id: number | null) => {
    const [item] = await ledger.query('select owner_id, owner_rule from callbacks where id = $1', [id]);
    const [event] = await ledger.query(
      "select rule, detail -> 'ownerId' as owner from callback_events where callback_id = $1 and type = 'opened'",
      [id],
    );
    expect(event).toEqual({ rule: item?.owner_rule, owner: item?.owner_id });
    return item;
  };
  const set = (contact: number, column: 'owner_id' | 'favourite_id', user: number) =>
    ledger.query(`update contacts set ${column} = $1 where id = $2`, [user, contact]);
  const missed = async (caller: ReturnType<typeof aNumber>) =>
    (await record(aMissedCall({ caller, endedAt: ledger.clock.at }))).callbackId;

  test('to the contact’s owner, before the agent who talked last and the favourite', async () => {
    const caller = aNumber();
    const contact = await ledger.addContact('Ada', [caller]);
    await set(contact, 'favourite_id', ledger.ids.sue);
    await record(aTalkedCall({ caller, endedAt: ledger.clock.at - 60 * minute, talkedMs: 30_000 }));
    await set(contact, 'owner_id', ledger.ids.bob);
    expect(await ownerOf(await missed(caller))).toEqual({ owner_id: ledger.ids.bob, owner_rule: 'contact_owner' });
  });

  test('to the agent who talked last, with this number or with the contact from another', async () => {
    const [caller, mobile] = [aNumber(), aNumber()];
    await record(aTalkedCall({ caller, endedAt: ledger.clock.at - 60 * minute, talkedMs: 30_000 }));
    expect(await ownerOf(await missed(caller))).toEqual({ owner_id: ledger.ids.amy, owner_rule: 'last_talk' });
    await ledger.addContact('Ben', [mobile, aNumber()]);
    const [, other] = await ledger.query<{ e164: ReturnType<typeof aNumber> }>(
      "select e164 from contact_phones p join contacts c on c.id = p.contact_id where c.name = 'Ben' order by p.id",
    );
    await record(aTalkedCall({ caller: mobile, endedAt: ledger.clock.at - 60 * minute, talkedMs: 30_000 }));
    expect(await ownerOf(await missed(other?.e164 ?? mobile))).toMatchObject({ owner_rule: 'last_talk' });
  });

  test('to the favourite, and else to the queue; never to somebody who has left', async () => {
    const [caller, stranger, left] = [aNumber(), aNumber(), aNumber()];
    await set(await ledger.addContact('Cleo', [caller]), 'favourite_id', ledger.ids.sue);
    expect(await ownerOf(await missed(caller))).toEqual({ owner_id: ledger.ids.sue, owner_rule: 'favourite' });
    expect(await ownerOf(await missed(stranger))).toEqual({ owner_id: null, owner_rule: 'queue' });
    await set(await ledger.addContact('Dan', [left]), 'owner_id', ledger.ids.bob);
    await ledger.query('update users set disabled_at = now() where id = $1', [ledger.ids.bob]);
    expect(await ownerOf(await missed(left))).toEqual({ owner_id: null, owner_rule: 'queue' });
    await ledger.query('update users set disabled_at = null where id = $1', [ledger.ids.bob]);
  });

  test('to the same when several calls are written together, and when the customer asked for a call', async () => {
    const [caller, stranger, asked] = [aNumber(), aNumber(), aNumber()];
    await set(await ledger.addContact('Eve', [caller]), 'owner_id', ledger.ids.bob);
    const contactId = await ledger.addContact('Fay', [asked]);
    await set(contactId, 'owner_id', ledger.ids.bob);
    const calls = [caller, stranger].map((one) => ({
      bootId: ledger.ids.boot,
      record: aMissedCall({ caller: one, endedAt: ledger.clock.at }),
    }));
    const [known, unknown] = await recordCalls(ledger.deps, ledger.ids.pbx, calls);
    expect(await ownerOf(known?.callbackId ?? 0)).toEqual({ owner_id: ledger.ids.bob, owner_rule: 'contact_owner' });
    expect(await ownerOf(unknown?.callbackId ?? 0)).toEqual({ owner_id: null, owner_rule: 'queue' });
    const wish = { siteId: ledger.ids.site, country: 'GB', number: asked, contactId: null, lineId: null, note: null };
    const at = ledger.clock.at;
    const { id } = await requestCallback(ledger.deps, {
      ...wish,
      origin: 'requested',
      dueAt: at,
      ownerId: null,
      byId: ledger.ids.amy,
    });
    expect(await ownerOf(id)).toEqual({ owner_id: ledger.ids.bob, owner_rule: 'contact_owner' });
  });

  test('and is everybody’s once it is overdue, or while its owner is not signed in', async () => {
    const caller = aNumber();
    await set(await ledger.addContact('Gil', [caller]), 'owner_id', ledger.ids.bob);
    const id = await missed(caller);
    const seesAt = async (userId: number, at: number) =>
      (await ledger.database.db.transaction((tx) => callbackViewStore(tx).owedBy(userId, at, false))).some(
        (item) => item.id === id,
      );
    const { at } = ledger.clock;
    expect(await seesAt(ledger.ids.amy, at)).toBe(true);
    await ledger.query(
      "insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at) values ('x', $1, now(), now(), $2)",
      [ledger.ids.bob, new Date(at + 600 * minute)],
    );
    expect(await seesAt(ledger.ids.bob, at)).toBe(true);
    expect(await seesAt(ledger.ids.amy, at)).toBe(false);
    expect(await seesAt(ledger.ids.amy, at + 31 * minute)).toBe(true);
  });
});
