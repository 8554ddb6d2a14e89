import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FeedNews } from '../../../schema/contracts/feed.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aNumber, aTalkedCall } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import {
  aLiveCall,
  closeFeedHouse,
  connect,
  feed,
  hangUp,
  lastSeq,
  missed,
  openFeed,
  openFeedHouse,
  relay,
  rising,
  stopFeed,
  types,
  web,
} from './feed-house.ts';

beforeAll(openFeedHouse);
afterEach(hangUp);
afterAll(closeFeedHouse);

describe('the feed', () => {
  test('tells that a phone rings and that they talk, each once however often the PBX says it', async () => {
    const client = await connect();
    const call = aLiveCall('1.1');
    const leg = { uniqueid: '1.2', device: 'PJSIP/1001', extension: '1001', call };
    for (const again of [0, 1]) {
      feed.onFact({ type: 'leg.ringing', at: 2_000 + again, how: 'ringing', ...leg });
      feed.onFact({ type: 'call.talking', at: 3_000 + again, since: 3_000, ...leg });
    }
    feed.onFact({ type: 'leg.ringing', at: 2_000, how: 'dialing', ...leg });
    await eventually(() => expect(client.heard).toHaveLength(2));
    await missed();
    await eventually(() => expect(types(client)).toContain('call.ended'));
    expect(client.heard.slice(0, 2)).toMatchObject([
      {
        type: 'call.ringing',
        at: 2_000,
        call: 'main:1.1',
        number: call.number,
        extension: '1001',
        agent: { id: web.ledger.ids.amy, name: 'amy' },
      },
      { type: 'call.answered', at: 3_000, call: 'main:1.1' },
    ]);
    expect(JSON.stringify(client.heard)).not.toContain('secret');
    expect(types(client).filter((type) => type === 'call.ringing')).toHaveLength(1);
    expect(rising(client)).toBe(true);
  });

  test('tells the verdict with its reason and its debt, and every change of the item', async () => {
    const client = await connect();
    const { callId, callbackId, number } = await missed();
    await claimCallback(web.house, callbackId ?? 0, web.ledger.ids.amy);
    await relay.drain();
    await eventually(() => expect(client.heard.length).toBeGreaterThanOrEqual(3));
    const ended = client.heard.find(({ type }) => type === 'call.ended');
    expect(ended).toMatchObject({ callId, callbackId, number, verdict: 'missed', reason: 'no_answer', talkedMs: 0 });
    expect(ended).toMatchObject({ waitedMs: 20_000, line: 'sales', agents: [], excluded: false });
    const states = client.heard.flatMap((news) => (news.type === 'callback.changed' ? [news.state] : []));
    expect(states.at(-1)).toBe('claimed');
  });

  test('tells an end once, also when the log row is touched again; and a recording when it can be played', async () => {
    const client = await connect();
    const { pbx, boot } = web.ledger.ids;
    const record = aTalkedCall({
      caller: aNumber(),
      endedAt: web.ledger.clock.at,
      talkedMs: 60_000,
      recordings: [{ uniqueid: 'r', file: 'a.wav', startedAt: web.ledger.clock.at - 60_000 }],
    });
    const { callId } = await recordCall(web.house, pbx, boot, record);
    await relay.drain();
    const [row] = await web.ledger.query<{ id: number }>('select id from recordings where call_id = $1', [callId]);
    const id = row?.id ?? 0;
    const touch = (state: string) =>
      web.house.transact(async (tx) => {
        const at = web.house.now();
        await tx.recordings.checked(id, { state: state as 'ready', bytes: 16_000, durationMs: 1_000 }, at);
        await tx.outbox.add(at, { type: 'changed', what: 'recording', id }, { type: 'call.logged', id: callId });
      });
    for (const state of ['empty', 'ready', 'ready']) {
      await touch(state);
      await relay.drain();
    }
    const last = await missed();
    await eventually(() => expect(client.heard.at(-1)).toMatchObject({ type: 'call.ended', callId: last.callId }));
    const about = client.heard.filter((news) => 'callId' in news && news.callId === callId);
    expect(about).toMatchObject([
      { type: 'call.ended', verdict: 'talked', reason: null, talkedMs: 60_000 },
      { type: 'recording.ready', recordingId: id, durationMs: 1_000 },
    ]);
  });

  test('goes on where a client was, across a restart of the service, with nothing lost and nothing twice', async () => {
    const before = await connect();
    await missed();
    await eventually(() => expect(types(before)).toContain('call.ended'));
    const all = await connect('?since=0');
    await eventually(() => expect(lastSeq(all)).toBe(lastSeq(before)));
    const since = before.heard[0]?.seq ?? 0;

    await stopFeed();
    await eventually(() => expect(before.closed).toEqual([{ code: 1001, reason: 'the service stops' }]));
    openFeed();
    const meanwhile = await missed();
    const back = await connect(`?since=${since}`);
    const present = await missed();
    await eventually(() => expect(JSON.stringify(back.heard)).toContain(present.number));
    expect(back.heard.slice(0, before.heard.length - 1)).toEqual(before.heard.slice(1));
    expect(JSON.stringify(back.heard)).toContain(meanwhile.number);
    expect(rising(back)).toBe(true);
    expect(new Set(back.heard.map(({ seq }) => seq)).size).toBe(back.heard.length);
    const held = await web.house.transact((tx) => tx.feed.after(since, 1_000));
    await eventually(() => expect(back.heard).toEqual(held));
  });

  test('refuses a place that is not kept any more, naming what is held, and one it never gave out', async () => {
    await missed();
    const first = (await web.house.transact((tx) => tx.feed.place())).oldest;
    web.ledger.clock.at += 25 * 3_600_000;
    const { callId } = await missed();
    await feed.round.run();
    const { oldest, newest } = await web.house.transact((tx) => tx.feed.place());
    expect(oldest).toBeGreaterThan(first);
    const late = await connect(`?since=${first}`);
    await eventually(() => expect(late.closed[0]?.code).toBe(4010));
    expect(late.closed[0]?.reason).toBe(`since=${first} is older than what is kept: held are ${oldest} to ${newest}`);
    const early = await connect(`?since=${newest + 10}`);
    await eventually(() => expect(early.closed[0]?.code).toBe(4010));
    expect(early.closed[0]?.reason).toContain('is ahead of this feed');
    const kept = await connect('?since=0');
    await eventually(() => expect(kept.heard.some((news) => 'callId' in news && news.callId === callId)).toBe(true));
    // A wrap-up of a call that ended days ago is no news.
    await web.house.transact((tx) => tx.outbox.add(web.house.now(), { type: 'call.logged', id: 1 }));
    await missed();
    await eventually(() => expect(lastSeq(kept)).toBeGreaterThan(newest));
    expect(kept.heard.some((news) => news.type === 'call.ended' && news.callId === 1)).toBe(false);
  });

  test('drops a reader that does not read, tells it where to come back, and serves the others', async () => {
    const [slow, quick] = [await connect(), await connect()];
    await missed();
    await eventually(() => expect(slow.heard.length * quick.heard.length).toBeGreaterThan(0));
    await eventually(() => expect(slow.heard).toEqual(quick.heard));
    slow.socket.pause();
    const before = quick.heard.length;
    const news: FeedNews = {
      type: 'call.ringing',
      at: 1,
      call: 'x'.repeat(4_000),
      direction: 'inbound',
      number: null,
      line: null,
      queue: null,
      extension: null,
      agent: null,
      startedAt: 1,
    };
    for (let round = 0; round < 15; round += 1) {
      const items = Array.from({ length: 200 }, () => ({ key: null, news }));
      await web.house.transact((tx) => tx.feed.add(items));
      feed.wake();
      await eventually(() => expect(quick.heard.length).toBe(before + 200 * (round + 1)));
    }
    slow.socket.resume();
    await eventually(() => expect(slow.closed[0]?.code).toBe(4008));
    expect(slow.closed[0]?.reason).toBe(`too slow: resume with since=${lastSeq(slow)}`);
    expect(slow.heard.length).toBeLessThan(quick.heard.length);
    const back = await connect(`?since=${lastSeq(slow)}`);
    await eventually(() => expect(slow.heard.length + back.heard.length).toBe(quick.heard.length));
    expect([...slow.heard, ...back.heard].map(({ seq }) => seq)).toEqual(quick.heard.map(({ seq }) => seq));
  });

  test('ends a connection that speaks', async () => {
    const client = await connect();
    client.socket.send('{"subscribe":"*"}');
    await eventually(() => expect(client.closed[0]?.code).toBe(1003));
  });
});
