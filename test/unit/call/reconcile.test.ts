import { describe, expect, test } from 'vitest';
import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { aCall, aSite, aStream } from '../../support/ami-builders.ts';
import { factsNamed } from './fold.ts';

const nothing = { channels: [], bridges: [], entries: [] };
const placed = (chan: ChannelFacts, bridgeId: string | null) => ({ ...chan, bridgeId });

describe('after the line to the PBX was cut', () => {
  test('a caller who was ringing and is gone is owed a call, flagged as not known', () => {
    const calls = createCalls(aSite);
    for (const event of aCall().slice(0, 5)) calls.apply(event);
    expect(calls.size()).toBe(1);
    const [ended] = factsNamed(calls.restore({ ...nothing, at: 1_795_000_100_000 }), 'call.ended');
    expect(ended?.record).toMatchObject({ outcome: 'missed', reason: 'ended_unknown', endedAt: 1_795_000_100_000 });
    expect(ended?.record.warnings).toContain('hangup_missing');
    expect(calls.size()).toBe(0);
  });

  test('a caller who was talking and is gone has talked', () => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.dials(caller, 'PJSIP/1001');
    s.ringing(phone, caller);
    s.answers(caller, phone);
    const calls = createCalls(aSite);
    for (const event of s.events) calls.apply(event);
    const [ended] = factsNamed(calls.restore({ ...nothing, at: s.at() + 60_000 }), 'call.ended');
    expect(ended?.record).toMatchObject({ outcome: 'talked', reason: null });
  });

  test('a call answered meanwhile goes on as talking', () => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.dials(caller, 'PJSIP/1001');
    s.ringing(phone, caller);
    const calls = createCalls(aSite);
    for (const event of s.events) calls.apply(event);
    s.wait(10_000);
    const channels = [placed(s.become(caller, { state: 'Up' }), 'b1'), placed(s.become(phone, { state: 'Up' }), 'b1')];
    const facts = calls.restore({
      at: s.at(),
      channels,
      bridges: [{ bridgeId: 'b1', bridgeType: 'basic' }],
      entries: [],
    });
    expect(facts.map(({ type }) => type)).toEqual(['leg.stopped', 'call.talking']);
    expect(calls.live()).toMatchObject([{ state: 'talking', talking: [{ device: 'PJSIP/1001' }] }]);
  });

  test('a talk already under way when we came has been a talk, however soon it ends', () => {
    const s = aStream();
    const caller = s.become(s.incoming(), { state: 'Up' });
    const phone = s.become(s.dials(caller, 'PJSIP/1001'), { state: 'Up' });
    const calls = createCalls(aSite);
    calls.restore({
      at: s.at(),
      channels: [placed(caller, 'b1'), placed(phone, 'b1')],
      bridges: [{ bridgeId: 'b1', bridgeType: 'basic' }],
      entries: [],
    });
    const before = s.events.length;
    s.wait(300);
    s.talkEnds('b1', caller, phone);
    const ended = s.events.slice(before).flatMap((event) => factsNamed(calls.apply(event), 'call.ended'));
    expect(ended.map(({ record }) => [record.outcome, record.talks.map(({ party }) => party)])).toEqual([
      ['talked', ['1001']],
    ]);
  });

  test('a talk that began while nobody looked and ends at once makes no miss that could be sworn to', () => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.dials(caller, 'PJSIP/1001');
    s.ringing(phone, caller);
    const calls = createCalls(aSite);
    for (const event of s.events) calls.apply(event);
    s.wait(10_000);
    const channels = [placed(s.become(caller, { state: 'Up' }), 'b1'), placed(s.become(phone, { state: 'Up' }), 'b1')];
    calls.restore({ at: s.at(), channels, bridges: [{ bridgeId: 'b1', bridgeType: 'basic' }], entries: [] });
    const before = s.events.length;
    s.wait(300);
    s.talkEnds('b1', caller, phone);
    const ended = s.events.slice(before).flatMap((event) => factsNamed(calls.apply(event), 'call.ended'));
    expect(ended.map(({ record }) => [record.outcome, record.reason])).toEqual([['missed', 'ended_unknown']]);
  });

  test('a call never seen before is shown as it stands, ringing or waiting', () => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.become(s.dials(caller, 'PJSIP/1001'), { state: 'Ringing' });
    const calls = createCalls(aSite);
    const entries = [{ queue: 'sales', uniqueid: caller.uniqueid, waitMs: 30_000 }];
    const facts = calls.restore({
      at: s.at(),
      channels: [placed(caller, null), placed(phone, null)],
      bridges: [],
      entries,
    });
    expect(factsNamed(facts, 'leg.ringing')).toMatchObject([{ device: 'PJSIP/1001', call: { queue: 'sales' } }]);
    const twice = calls.restore({
      at: s.at(),
      channels: [placed(caller, null), placed(phone, null)],
      bridges: [],
      entries,
    });
    expect(twice).toEqual([]);
  });

  test('late events of channels that are gone wake nothing up', () => {
    const calls = createCalls(aSite);
    const events = aCall();
    for (const event of events.slice(0, 5)) calls.apply(event);
    calls.restore({ ...nothing, at: 1_795_000_100_000 });
    const late = events.slice(5).flatMap((event) => calls.apply(event));
    expect(late).toEqual([]);
    expect(calls.size()).toBe(0);
  });
});

describe('a snapshot that is taken while events go on', () => {
  test('does not shorten a talk that began before it was told', () => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.dials(caller, 'PJSIP/1001');
    s.ringing(phone, caller);
    const calls = createCalls(aSite);
    for (const event of s.events) calls.apply(event);
    const before = s.events.length;
    s.answers(caller, phone);
    const bridgeId = s.events.slice(before).flatMap((e) => (e.event === 'BridgeEnter' ? [e.bridgeId] : []))[0] ?? '';
    const channels = [caller, phone].map((chan) => placed(s.become(chan, { state: 'Up' }), bridgeId));
    s.wait(5_000);
    s.talkEnds(bridgeId, caller, phone);
    const pending = s.events.slice(before);
    const snapshot = { at: s.at() + 2_000, channels, bridges: [{ bridgeId, bridgeType: 'basic' }], entries: [] };
    const facts = [...calls.restore(snapshot, pending), ...pending.flatMap((event) => calls.apply(event))];
    const [ended] = factsNamed(facts, 'call.ended');
    expect(ended?.record).toMatchObject({ outcome: 'talked', reason: null });
    expect(ended?.record.talkedMs).toBeGreaterThanOrEqual(5_000);
    expect(ended?.record.talkedMs).toBeLessThan(6_000);
  });

  test('does not take a call for lost whose end is only still to be read', () => {
    const calls = createCalls(aSite);
    const events = aCall();
    for (const event of events.slice(0, 5)) calls.apply(event);
    const pending = events.slice(5);
    expect(calls.restore({ ...nothing, at: 1_795_000_002_000 }, pending)).toEqual([]);
    const ended = pending.flatMap((event) => factsNamed(calls.apply(event), 'call.ended'));
    expect(ended.map(({ record }) => record.reason)).toEqual(['abandoned_ringing']);
  });

  test.each(['denied', 'incomplete'])('ends nothing when its list of channels is %s', (how) => {
    const calls = createCalls(aSite);
    for (const event of aCall().slice(0, 5)) calls.apply(event);
    expect(calls.restore({ ...nothing, at: 1_795_000_002_000, [how]: ['CoreShowChannels'] })).toEqual([]);
    expect(calls.size()).toBe(1);
  });
});

describe('when the site changes', () => {
  test('the next call is read with it, the present one goes on', () => {
    const calls = createCalls({ ...aSite, lines: [] });
    const events = aCall({ answeredBy: 'PJSIP/1001' });
    for (const event of events.slice(0, 5)) calls.apply(event);
    calls.useSite(aSite);
    const ended = events.slice(5).flatMap((event) => factsNamed(calls.apply(event), 'call.ended'));
    expect(ended.map(({ record }) => [record.outcome, record.line])).toEqual([['talked', 'sales']]);
  });
});

describe('when the PBX stops', () => {
  test('a caller who was waiting is owed a call', () => {
    const calls = createCalls(aSite);
    const s = aStream();
    s.up(s.incoming());
    for (const event of s.events) calls.apply(event);
    const [ended] = factsNamed(calls.apply({ event: 'Shutdown', at: s.at() }), 'call.ended');
    expect(ended?.record).toMatchObject({ outcome: 'missed', reason: 'pbx_failure' });
  });

  test('its ids may come again in the next boot', () => {
    const calls = createCalls(aSite);
    for (let boot = 0; boot < 2; boot += 1) {
      const ended = aCall({ answeredBy: 'PJSIP/1001' }).flatMap((event) =>
        factsNamed(calls.apply(event), 'call.ended'),
      );
      expect(ended.map(({ record }) => record.outcome)).toEqual(['talked']);
      calls.pbxGone(1_795_000_200_000);
    }
  });
});
