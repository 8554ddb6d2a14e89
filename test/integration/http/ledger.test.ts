import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { settleAttempt } from '../../../server/usecases/settle-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
let sue: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, bob, sue] = [await web.as('amy'), await web.as('bob'), await web.as('sue')];
});
afterAll(() => web.close());
beforeEach(() => {
  web.ledger.clock.at += 10 * minute;
});

const now = () => web.ledger.clock.at;
const record = (call: Parameters<typeof recordCall>[3]) =>
  recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call);
async function missed(caller = aNumber(), endedAt = now()): Promise<number> {
  return (await record(aMissedCall({ caller, endedAt }))).callbackId ?? 0;
}
const ids = (rows: { id: number }[]) => rows.map((row) => row.id);

describe('the story of one debt', () => {
  test('missed, claimed, called back, returned, with its proof and its history', async () => {
    const number = aNumber();
    const id = await missed(number);
    expect(ids((await amy.get('today')).body.items)).toContain(id);

    const [one, two] = await Promise.all([amy.post(`callbacks/${id}/claim`), bob.post(`callbacks/${id}/claim`)]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    const [winner, loser] = one.status === 200 ? [one, bob] : [two, amy];
    expect([one, two].find((answer) => answer.status === 409)?.code).toBe('already-claimed');
    const holder = winner === one ? amy : bob;
    const { fence } = winner.body;
    expect(ids((await loser.get('today')).body.items)).not.toContain(id);

    expect((await loser.post(`callbacks/${id}/dial`, { fence })).code).toBe('not-claimed-by-you');
    expect((await holder.post(`callbacks/${id}/dial`, { fence: fence - 1 })).code).toBe('stale-fence');
    web.pbx.talksWith = number;
    expect((await holder.post(`callbacks/${id}/dial`, { fence })).code).toBe('on-the-line');
    web.pbx.talksWith = null;
    const dialled = await holder.post(`callbacks/${id}/dial`, { fence });
    expect([dialled.status, dialled.body.number, dialled.body.callbackId]).toEqual([202, number, id]);
    expect(web.dialled.at(-1)?.id).toBe(dialled.body.id);

    const call = anOutgoingCall({
      called: number,
      endedAt: now() + 60_000,
      talkedMs: 30_000,
      attemptId: dialled.body.id,
      legs: [answeredLeg(dialled.body.id, now())],
    });
    web.ledger.clock.at += 61_000;
    const { callId } = await record(call);
    const { body } = await amy.get(`callbacks/${id}`);
    expect(body).toMatchObject({
      state: 'returned',
      settledAs: 'in_time',
      returnedCallId: callId,
      returnedTalkMs: 30_000,
    });
    expect(body.events.map((event: { type: string }) => event.type)).toEqual([
      'opened',
      'claimed',
      'dialed',
      'returned',
    ]);
    expect(body.covers).toHaveLength(1);
    expect((await amy.get(`calls/${callId}`)).body).toMatchObject({ settles: id, outcome: 'talked' });
    await web.ledger.expectAllKept();
  });

  test('released, it is for everyone again; a failed call of our own phone costs no try', async () => {
    const id = await missed();
    const { fence } = (await amy.post(`callbacks/${id}/claim`)).body;
    expect((await amy.post(`callbacks/${id}/release`, { fence })).body).toMatchObject({
      state: 'open',
      claimedBy: null,
    });
    const again = (await bob.post(`callbacks/${id}/claim`)).body;
    const { body } = await bob.post(`callbacks/${id}/dial`, { fence: again.fence });
    const facts = { agent: 'no_answer', customer: null, talkedMs: 0, saidReached: false } as const;
    await settleAttempt(web.ledger.deps, body.id, facts);
    const item = (await bob.get(`callbacks/${id}`)).body;
    expect(item).toMatchObject({
      state: 'open',
      tries: 0,
      lastTry: { by: { name: 'bob' }, outcome: 'agent_no_answer' },
    });
  });

  test('signing out of the last browser gives back what is held', async () => {
    const id = await missed();
    const { amy: userId } = web.ledger.ids;
    await web.ledger.query('delete from sessions where user_id = $1', [userId]);
    const [desk, laptop] = [await web.as('amy'), await web.as('amy')];
    await desk.post(`callbacks/${id}/claim`);
    await desk.call('DELETE', 'session');
    expect((await bob.get(`callbacks/${id}`)).body.claimedBy).toMatchObject({ id: userId });
    await laptop.call('DELETE', 'session');
    expect((await bob.get(`callbacks/${id}`)).body).toMatchObject({ state: 'open', tries: 0 });
    amy = await web.as('amy');
  });
});

describe('who may end a debt', () => {
  test('a supervisor with a reason and a note; an agent never', async () => {
    const id = await missed();
    const closing = { reason: 'duplicate', note: 'see the other number' };
    expect((await amy.post(`callbacks/${id}/close`, closing)).code).toBe('supervisor-only');
    expect((await sue.post(`callbacks/${id}/close`, { ...closing, note: ' ' })).code).toBe('bad-request');
    expect((await sue.post(`callbacks/${id}/close`, { ...closing, reason: 'tired' })).code).toBe('bad-request');
    expect((await sue.post(`callbacks/${id}/close`, closing)).body).toMatchObject({
      state: 'closed',
      closedReason: 'duplicate',
      closedBy: { name: 'sue' },
    });
    expect((await sue.post(`callbacks/${id}/close`, closing)).code).toBe('already-settled');
  });

  test('an agent ends a plan of their own, not a colleague’s', async () => {
    const wish = { number: aNumber(), origin: 'follow_up', dueAt: now() + 60 * minute, note: 'ask about tea' };
    const planned = await amy.post('callbacks', wish);
    expect([planned.status, planned.body.owner.name, planned.body.note]).toEqual([201, 'amy', 'ask about tea']);
    const closing = { reason: 'reached_another_way', note: 'by e-mail' };
    expect((await bob.post(`callbacks/${planned.body.id}/close`, closing)).code).toBe('owner-only');
    expect((await amy.post(`callbacks/${planned.body.id}/close`, closing)).body.state).toBe('closed');
    expect((await amy.post('callbacks', { ...wish, number: 'soon' })).code).toBe('bad-number');
  });

  test.each([
    ['reply', 'answered_in_writing', 'paid'],
    ['payment', 'paid', 'test_call'],
    ['follow_up', 'not_needed', 'paid'],
  ])(
    'a plan of the kind %s is its promiser’s own, and ends with a reason of its kind',
    async (origin, right, wrong) => {
      const dueAt = now() + 60 * minute;
      const { id, ...planned } = (await amy.post('callbacks', { number: aNumber(), origin, dueAt })).body;
      expect(planned).toMatchObject({ origin, owner: { name: 'amy' }, dueAt, state: 'open' });
      expect((await amy.get('today')).body.items).toContainEqual(expect.objectContaining({ id, origin }));
      const refused = await amy.post(`callbacks/${id}/close`, { reason: wrong, note: 'as agreed' });
      expect(refused.code).toBe('reason-required');
      expect((await amy.post(`callbacks/${id}/close`, { reason: right, note: 'as agreed' })).body.state).toBe('closed');
    },
  );

  test('a missed call does not end with a letter', async () => {
    const id = await missed();
    const closing = { reason: 'answered_in_writing', note: 'sent a letter' };
    expect((await sue.post(`callbacks/${id}/close`, closing)).code).toBe('reason-required');
  });

  test('what a talk leaves behind may be an answer that was promised; a follow-up when nothing is said', async () => {
    const number = aNumber();
    const { callId } = await record(aTalkedCall({ caller: number, endedAt: now(), talkedMs: 30_000 }));
    const next = { dueAt: now() + 60 * minute, note: 'price of the oak table' };
    await amy.post(`calls/${callId}/wrap-up`, { chip: null, note: '', next: { ...next, origin: 'reply' } });
    await amy.post(`calls/${callId}/wrap-up`, { chip: null, note: '', next });
    const mine = (await amy.get('today')).body.items.filter((item: { number: string }) => item.number === number);
    expect(mine.map(({ origin, dueAt }: { origin: string; dueAt: number }) => [origin, dueAt]).sort()).toEqual([
      ['follow_up', next.dueAt],
      ['reply', next.dueAt],
    ]);
    for (const origin of ['missed_call', 'requested', 'birthday'])
      expect(
        (await amy.post(`calls/${callId}/wrap-up`, { chip: null, note: '', next: { ...next, origin } })).code,
      ).toBe('bad-request');
  });

  test('many at once: those that have moved on are passed over', async () => {
    const [one, two, three] = [await missed(), await missed(), await missed()];
    expect((await sue.post('callbacks/assign', { ids: [one, two, three], userId: web.ledger.ids.bob })).body).toEqual({
      changed: 3,
    });
    expect((await bob.get(`callbacks/${two}`)).body).toMatchObject({ owner: { name: 'bob' }, ownerRule: 'by_hand' });
    expect(ids((await amy.get('today')).body.items)).not.toContain(two);
    await sue.post(`callbacks/${one}/close`, { reason: 'duplicate', note: 'alone' });
    const closed = await sue.post('callbacks/close', {
      ids: [one, two, three, three],
      reason: 'test_call',
      note: 'all tests',
    });
    expect(closed.body).toEqual({ changed: 2 });
    expect((await sue.post('callbacks/close', { ids: [one], reason: 'test_call', note: 'again' })).code).toBe(
      'already-settled',
    );
    expect((await sue.post(`callbacks/${one}/assign`, { userId: 999_999 })).code).toBe('not-found');
  });

  test('an excluded call is restored by a supervisor and owed from then on', async () => {
    const number = aNumber();
    await web.ledger.query(
      `insert into exclusion_rules (kind, value, created_at) values ('blocked_number', $1, now())`,
      [number],
    );
    const { callId, callbackId } = await record(aMissedCall({ caller: number, endedAt: now() }));
    expect(callbackId).toBeNull();
    expect(ids((await amy.get('calls?excluded=only')).body.rows)).toEqual([callId]);
    expect((await amy.post(`calls/${callId}/restore`)).code).toBe('forbidden');
    const restored = await sue.post(`calls/${callId}/restore`);
    expect(restored.body).toMatchObject({ excluded: false, callback: { state: 'open', tries: 0 } });
    expect((await sue.post(`calls/${callId}/restore`)).code).toBe('conflict');
    expect((await amy.get('calls?excluded=only')).body.rows).toEqual([]);
    await web.ledger.expectAllKept();
  });
});

describe('the board', () => {
  test('lists in order of work, page by page, and counts every filter', async () => {
    const board = await openWeb();
    const { clock } = board.ledger;
    // At noon: an hour ago is today whenever the test runs.
    clock.at = new Date(clock.at).setUTCHours(12, 0, 0, 0);
    const lead = await board.as('sue');
    const miss = async (endedAt: number, caller = aNumber()) =>
      (
        await recordCall(
          board.ledger.deps,
          board.ledger.ids.pbx,
          board.ledger.ids.boot,
          aMissedCall({ caller, endedAt }),
        )
      ).callbackId ?? 0;
    const repeat = aNumber();
    const late = await miss(clock.at - 60 * minute);
    const first = await miss(clock.at - 10 * minute);
    const second = await miss(clock.at - 5 * minute);
    const twice = await miss(clock.at - 4 * minute, repeat);
    await miss(clock.at - 3 * minute, repeat);
    const nobody = await recordCall(
      board.ledger.deps,
      board.ledger.ids.pbx,
      board.ledger.ids.boot,
      aMissedCall({ withheld: true, endedAt: clock.at - 2 * minute }),
    );
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await lead.get(`board?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...ids(body.rows));
      cursor = body.next ?? '';
      clock.at += 1_000;
    } while (cursor);
    expect(seen).toEqual([late, twice, first, second, nobody.callbackId]);

    const { body } = await lead.get('board?filter=overdue');
    expect(ids(body.rows)).toEqual([late]);
    expect(body.counts).toMatchObject({ owed: 5, overdue: 1, needs_human: 1, not_reached: 0, in_time: 0, closed: 0 });
    expect(body.tiles).toMatchObject({ open: 5, waiting: 0, inbound: 6, answeredInTarget: 0 });
    expect(body.tiles.oldestOpenAt).toBe(board.ledger.clock.at - 3_000 - 60 * minute);
    expect(ids((await lead.get('board?owner=nobody&q=946')).body.rows).length).toBe(4);
    await lead.post(`callbacks/${second}/close`, { reason: 'duplicate', note: 'shown below' });
    expect(ids((await lead.get('board?filter=closed')).body.rows)).toEqual([second]);
    expect((await lead.get('board?filter=everything')).code).toBe('bad-request');
    expect((await lead.get('board?cursor=garbage')).status).toBe(200);
    await board.close();
  });
});

describe('the call log', () => {
  test('pages fit together and filters narrow', async () => {
    const log = await openWeb();
    const reader = await log.as('amy');
    const { deps, ids: known, clock } = log.ledger;
    const calls: number[] = [];
    const startedAt = clock.at - 100_000;
    // Several in the same instant: the row number decides.
    for (let n = 0; n < 7; n += 1) {
      const call = aMissedCall({ caller: aNumber(), startedAt, endedAt: clock.at - 60_000 + n });
      calls.unshift((await recordCall(deps, known.pbx, known.boot, call)).callId);
    }
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await reader.get(`calls?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...ids(body.rows));
      cursor = body.next ?? '';
    } while (cursor);
    expect(seen).toEqual(calls);
    const none = await reader.get(`calls?outcome=talked&from=${startedAt}&to=${clock.at}`);
    expect([none.body.rows, none.body.counts]).toEqual([[], { all: 7, talked: 0, missed: 7 }]);
    expect((await reader.get(`calls?to=${startedAt}`)).body.counts.all).toBe(0);
    expect((await reader.get('calls?reason=no_answer&direction=inbound&line=1')).body.rows).toHaveLength(7);
    expect((await reader.get(`calls/${calls[0]}`)).body).toMatchObject({
      linkedid: expect.any(String),
      legs: [],
      talks: [],
    });
    await log.close();
  });
});
