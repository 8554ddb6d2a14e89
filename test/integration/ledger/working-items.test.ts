import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { requestCallback } from '../../../server/usecases/open-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseAllOf, releaseCallback } from '../../../server/usecases/release-callback.ts';
import { renewLease } from '../../../server/usecases/renew-lease.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('an item on the board', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const row = async (id: number) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];
  const anItem = async (over: Partial<Parameters<typeof aMissedCall>[0]> = {}) => {
    const call = aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at, ...over });
    const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
    return callbackId ?? 0;
  };
  const claim = (id: number, who = ledger.ids.amy) => claimCallback(ledger.deps, id, who);

  test('claimed by fifty at once has one winner', async () => {
    const id = await anItem();
    const claims = Array.from({ length: 50 }, (_, index) =>
      claim(id, index % 2 === 0 ? ledger.ids.amy : ledger.ids.bob),
    );
    const results = await Promise.allSettled(claims);
    const winners = new Set(
      results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.claimedBy] : [])),
    );
    expect(winners.size).toBe(1);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(['already-claimed']));
    expect(await row(id)).toMatchObject({ state: 'claimed', fence: 1 });
    expect(
      await ledger.query("select 1 from callback_events where callback_id = $1 and type = 'claimed'", [id]),
    ).toHaveLength(1);
  });

  test('goes back when the lease is over, and the old claim is worth nothing', async () => {
    const id = await anItem();
    const { fence } = await claim(id);
    ledger.clock.at += 20_000;
    expect(await renewLease(ledger.deps, ledger.ids.amy, [id, 999_999])).toEqual([id]);
    expect(await renewLease(ledger.deps, ledger.ids.bob, [id])).toEqual([]);
    ledger.clock.at += 29_000;
    expect(await expireLeases(ledger.deps)).not.toContain(id);
    ledger.clock.at += 2_000;
    expect(await expireLeases(ledger.deps)).toContain(id);
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0, fence: 1, claimed_by: null });
    await expect(releaseCallback(ledger.deps, id, ledger.ids.amy, fence)).rejects.toMatchObject({
      code: 'not-claimed-by-you',
    });
    const again = await claim(id, ledger.ids.bob);
    expect(again.fence).toBe(2);
    await expect(releaseCallback(ledger.deps, id, ledger.ids.bob, fence)).rejects.toMatchObject({
      code: 'stale-fence',
    });
    await releaseCallback(ledger.deps, id, ledger.ids.bob, 2);
  });

  test('whose lease is over is free for the next, without waiting for the worker', async () => {
    const id = await anItem();
    await claim(id);
    ledger.clock.at += 31_000;
    const taken = await claim(id, ledger.ids.bob);
    expect(taken).toMatchObject({ claimedBy: ledger.ids.bob, fence: 2 });
    await releaseAllOf(ledger.deps, ledger.ids.bob, 'signed_out');
    expect(await row(id)).toMatchObject({ state: 'open' });
  });

  test('claimed again by the one who holds it keeps its fence and a fresh lease', async () => {
    const id = await anItem();
    const first = await claim(id);
    ledger.clock.at += 5_000;
    const second = await claim(id);
    expect(second.fence).toBe(first.fence);
    expect(second.leaseUntil).toBe((first.leaseUntil ?? 0) + 5_000);
    await releaseCallback(ledger.deps, id, ledger.ids.amy, second.fence);
  });

  test('held by an agent is settled all the same when the customer calls again and is served', async () => {
    const caller = aNumber();
    const id = await anItem({ caller });
    await claim(id, ledger.ids.bob);
    const talk = aTalkedCall({ caller, endedAt: ledger.clock.at + minute, talkedMs: 3_000 });
    await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, talk);
    expect(await row(id)).toMatchObject({ state: 'returned', claimed_by: null, settled_as: 'called_again' });
    await expect(claim(id)).rejects.toMatchObject({ code: 'already-settled' });
  });

  test('is closed by a supervisor with a reason and a note, by nobody else and not without', async () => {
    const id = await anItem();
    const close = (who: number, reason: string, note: string) => closeCallback(ledger.deps, id, who, { reason, note });
    await expect(close(ledger.ids.amy, 'duplicate', 'seen twice')).rejects.toMatchObject({ code: 'supervisor-only' });
    await expect(close(ledger.ids.sue, 'tired', 'seen twice')).rejects.toMatchObject({ code: 'reason-required' });
    await expect(close(ledger.ids.sue, 'duplicate', '  ')).rejects.toMatchObject({ code: 'note-required' });
    await claim(id);
    await expect(close(ledger.ids.sue, 'duplicate', 'seen twice')).rejects.toMatchObject({ code: 'already-claimed' });
    await releaseAllOf(ledger.deps, ledger.ids.amy, 'released');
    await close(ledger.ids.sue, 'duplicate', 'seen twice');
    expect(await row(id)).toMatchObject({
      state: 'closed',
      closed_by: ledger.ids.sue,
      closed_reason: 'duplicate',
      closed_note: 'seen twice',
    });
    expect(await ledger.query('select action from audit_log where subject = $1', [`callback:${id}`])).toEqual([
      { action: 'callback.closed' },
    ]);
    await expect(close(ledger.ids.sue, 'duplicate', 'seen twice')).rejects.toMatchObject({ code: 'already-settled' });
  });

  test('that nobody can call cannot be claimed', async () => {
    const id = await anItem({ caller: null, withheld: true });
    await expect(claim(id)).rejects.toMatchObject({ code: 'not-callable' });
    await expect(claim(987_654)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is given to a person by a supervisor, and the history says so', async () => {
    const id = await anItem();
    await expect(assignCallback(ledger.deps, id, ledger.ids.bob, ledger.ids.amy)).rejects.toMatchObject({
      code: 'supervisor-only',
    });
    await assignCallback(ledger.deps, id, ledger.ids.bob, ledger.ids.sue);
    expect(await row(id)).toMatchObject({ owner_id: ledger.ids.bob, owner_rule: 'by_hand', state: 'open' });
    await assignCallback(ledger.deps, id, null, ledger.ids.sue);
    expect(await row(id)).toMatchObject({ owner_id: null, owner_rule: null });
    const events = await ledger.query('select type, actor_id from callback_events where callback_id = $1 order by id', [
      id,
    ]);
    expect(events.map(({ type }) => type)).toEqual(['opened', 'assigned', 'assigned']);
  });

  describe('that was asked for', () => {
    const ask = (over: Partial<Parameters<typeof requestCallback>[1]>) =>
      requestCallback(ledger.deps, {
        siteId: ledger.ids.site,
        country: 'GB',
        origin: 'requested',
        number: aNumber(),
        contactId: null,
        lineId: null,
        dueAt: ledger.clock.at + 60 * minute,
        note: null,
        ownerId: null,
        byId: ledger.ids.amy,
        ...over,
      });

    test('during a talk is not paid by that talk, but by the next', async () => {
      const number = aNumber();
      const item = await ask({ number });
      const record = (call: Parameters<typeof recordCall>[3]) =>
        recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
      expect(
        (await record(aTalkedCall({ caller: number, endedAt: ledger.clock.at + 5_000, talkedMs: 60_000 }))).returned,
      ).toEqual([]);
      const later = aTalkedCall({ caller: number, endedAt: ledger.clock.at + 5 * minute, talkedMs: 60_000 });
      expect((await record(later)).returned).toEqual([item.id]);
    });

    test('as a next step stands until its day, and its owner may end it with a reason', async () => {
      const number = aNumber();
      const item = await ask({ number, origin: 'follow_up', ownerId: ledger.ids.amy });
      const talk = aTalkedCall({ caller: number, endedAt: ledger.clock.at + 5 * minute, talkedMs: 60_000 });
      expect((await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, talk)).returned).toEqual([]);
      const end = (who: number) =>
        closeCallback(ledger.deps, item.id, who, { reason: 'reached_another_way', note: 'wrote an e-mail' });
      await expect(end(ledger.ids.bob)).rejects.toMatchObject({ code: 'owner-only' });
      expect((await end(ledger.ids.amy)).state).toBe('closed');
    });

    test('from a contact goes to the contact’s first number; without any it is refused', async () => {
      const number = aNumber();
      const contact = await ledger.addContact('Nina', [number]);
      expect(await ask({ number: null, contactId: contact })).toMatchObject({
        number,
        contactId: contact,
        state: 'open',
      });
      const mute = await ledger.addContact('Mute', []);
      await expect(ask({ number: null, contactId: mute })).rejects.toMatchObject({ code: 'bad-number' });
    });
  });
});
