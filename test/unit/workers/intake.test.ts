import { describe, expect, test } from 'vitest';
import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { EventSession, SessionState } from '../../../pbx/ami/session-types.ts';
import type { Snapshot } from '../../../pbx/ami/snapshot.ts';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import { createIntake } from '../../../server/workers/intake.ts';
import type { Judged } from '../../../server/workers/log-writer.ts';
import { eventually } from '../../support/eventually.ts';
import { aQuietPbx } from '../../support/pbx-snapshot.ts';

const quiet = { info() {}, warn() {}, error() {} };
const site = {
  country: 'GB',
  areaCode: null,
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'sales', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: null }],
  phones: [{ device: 'PJSIP/1001', extension: '1001' }],
  minTalkMs: 1_000,
};

function channel(over: Partial<ChannelFacts> = {}): ChannelFacts {
  return {
    channel: 'PJSIP/trunk-00000001',
    uniqueid: '1700000000.1',
    linkedid: '1700000000.1',
    state: 'Ring',
    callerNum: '07700900123',
    callerName: null,
    connectedNum: null,
    connectedName: null,
    accountCode: null,
    context: 'from-trunk',
    exten: '+442079460100',
    vars: {},
    ...over,
  };
}

const emptySnapshot = aQuietPbx(10_000);

/** A PBX link whose state, events and snapshots the test decides. */
function aLink() {
  const facts: CallFact[] = [];
  const judgedCalls: Judged[] = [];
  const recorded = new Map<string, string>();
  let unanswered = 0;
  let state: SessionState = { state: 'connecting', at: 0 };
  let event: (event: AmiEvent) => void = () => {};
  let changeState: (next: SessionState) => void = () => {};
  let snapshot: () => Promise<Snapshot> = async () => emptySnapshot;
  const intake = createIntake({
    pbxName: 'hq',
    site,
    openSession({ onEvent, onState }): EventSession {
      event = onEvent;
      changeState = (next) => {
        state = next;
        onState(next);
      };
      return {
        start() {},
        async stop() {},
        snapshot: () => snapshot(),
        variableOf: async (channel) => {
          if (unanswered > 0) {
            unanswered -= 1;
            throw Object.assign(new Error('No answer'), { code: 'timeout' });
          }
          return recorded.get(channel) ?? null;
        },
        get state() {
          return state;
        },
      };
    },
    onFact: (fact) => facts.push(fact),
    onEvent() {},
    onJudged: (judged) => judgedCalls.push(judged),
    onDevice() {},
    onMembers() {},
    onCoverage() {},
    onQuarantine() {},
    now: () => 20_000,
    log: quiet,
  });
  return {
    intake,
    facts,
    /** Which channels the PBX records, and into which file. */
    recorded,
    /** The next so many questions for a variable get no answer. */
    ignoring(questions: number) {
      unanswered = questions;
    },
    judgedCalls,
    event: (value: AmiEvent) => event(value),
    async live(answer: Snapshot = emptySnapshot) {
      snapshot = async () => answer;
      changeState({ state: 'live', at: 1, banner: null });
      await eventually(() => expect(intake.coverage.live).toBe(true));
    },
    liveWith(answer: () => Promise<Snapshot>) {
      snapshot = answer;
      changeState({ state: 'live', at: 1, banner: null });
    },
    down: () => changeState({ state: 'down', at: 2, reason: 'closed', detail: 'gone' }),
  };
}

const arrives: AmiEvent = { event: 'Newchannel', at: 11_000, chan: channel() };
const hangsUp: AmiEvent = {
  event: 'Hangup',
  at: 15_000,
  chan: channel(),
  cause: 127,
  causeText: null,
  techCause: null,
};

describe('a PBX that is followed', () => {
  test('judges a call once, under the life of the PBX it belongs to', async () => {
    const link = aLink();
    await link.live();
    link.event(arrives);
    link.event(hangsUp);
    link.event(hangsUp);
    expect(link.judgedCalls).toHaveLength(1);
    expect(link.judgedCalls[0]).toMatchObject({
      liveId: 'hq:1700000000.1',
      bootKey: '2026-11-21 09:00:00',
      record: { outcome: 'missed', line: 'sales', caller: '+447700900123' },
    });
  });

  test('keeps events that come while it asks what is going on, and takes them afterwards', async () => {
    const link = aLink();
    let answer: (value: Snapshot) => void = () => {};
    link.liveWith(() => new Promise((resolve) => (answer = resolve)));
    link.event(arrives);
    expect(link.facts).toEqual([]);
    answer(emptySnapshot);
    await eventually(() => expect(link.facts.map(({ type }) => type)).toContain('call.started'));
  });

  test('a call that ended while the link was down is ended, and owed', async () => {
    const link = aLink();
    await link.live();
    link.event(arrives);
    link.down();
    expect(link.intake.coverage).toMatchObject({ live: false, why: 'closed' });
    await link.live();
    expect(link.judgedCalls[0]?.record).toMatchObject({ outcome: 'missed' });
  });

  test('is asked again when it matters, and answers for what was not heard', async () => {
    const link = aLink();
    expect(await link.intake.askAgain()).toBe(false);
    await link.live();
    let answer: (value: Snapshot) => void = () => {};
    const later = () => new Promise<Snapshot>((resolve) => (answer = resolve));
    link.liveWith(later);
    expect(await link.intake.askAgain()).toBe(false);
    answer(emptySnapshot);
    await new Promise(setImmediate);
    const asked = link.intake.askAgain();
    answer({ ...emptySnapshot, channels: [{ ...channel(), application: null, durationMs: null, bridgeId: null }] });
    expect(await asked).toBe(true);
    expect(link.intake.calls().live()).toHaveLength(1);
    link.liveWith(async () => ({ ...emptySnapshot, incomplete: ['CoreShowChannels'] }));
    expect(await link.intake.askAgain()).toBe(false);
  });

  test('what came while it was asked afresh is not forgotten when the link is cut', async () => {
    const link = aLink();
    let answer: () => Promise<Snapshot> = async () => emptySnapshot;
    link.liveWith(() => answer());
    await eventually(() => expect(link.intake.coverage.live).toBe(true));
    answer = () => new Promise(() => {});
    void link.intake.askAgain();
    link.event(arrives);
    link.event(hangsUp);
    expect(link.judgedCalls).toEqual([]);
    link.down();
    expect(link.judgedCalls).toMatchObject([{ record: { outcome: 'missed', reason: 'abandoned_before_offer' } }]);
  });

  test('what is recorded already is asked for after a gap, so that it can be silenced; a channel that is gone stays gone', async () => {
    const link = aLink();
    const going = { application: null, durationMs: null, bridgeId: null };
    link.recorded.set('PJSIP/trunk-00000001', '/var/spool/asterisk/monitor/2026/a.wav');
    link.recorded.set('PJSIP/trunk-00000002', '/var/spool/asterisk/monitor/2026/b.wav');
    const over = channel({ channel: 'PJSIP/trunk-00000002', uniqueid: '1700000000.2', linkedid: '1700000000.2' });
    let answer: (value: Snapshot) => void = () => {};
    link.liveWith(() => new Promise((resolve) => (answer = resolve)));
    link.event({ ...hangsUp, chan: over });
    const channels = [channel(), over].map((chan) => ({ ...chan, ...going }));
    answer({ ...emptySnapshot, channels });
    const recorded = () =>
      link.intake
        .calls()
        .live()
        .flatMap((call) => call.recorded);
    await eventually(() => expect(recorded()).toEqual([{ uniqueid: '1700000000.1', muted: false }]));
    expect(link.facts.filter(({ type }) => type === 'recording.started')).toMatchObject([
      { uniqueid: '1700000000.1', file: '/var/spool/asterisk/monitor/2026/a.wav' },
    ]);
    expect(link.facts.at(-1)).toMatchObject({ type: 'call.updated', call: { recorded: [{ muted: false }] } });
    expect(link.intake.calls().unheard()).toEqual([]);
  });

  test('a PBX too busy to tell what it records is asked again', async () => {
    const link = aLink();
    link.recorded.set('PJSIP/trunk-00000001', '/var/spool/asterisk/monitor/2026/a.wav');
    link.ignoring(1);
    const going = { application: null, durationMs: null, bridgeId: null };
    await link.live({ ...emptySnapshot, channels: [{ ...channel(), ...going }] });
    expect(link.intake.calls().unheard()).toHaveLength(1);
    await eventually(() => expect(link.intake.calls().unheard()).toEqual([]), { withinMs: 20_000 });
    await link.intake.stop();
  });

  test('a restarted PBX ends what was live before, under its old life', async () => {
    const link = aLink();
    await link.live();
    link.event(arrives);
    link.down();
    await link.live({ ...emptySnapshot, bootKey: '2026-11-21 10:30:00' });
    expect(link.judgedCalls).toHaveLength(1);
    expect(link.judgedCalls[0]).toMatchObject({ bootKey: '2026-11-21 09:00:00' });
    link.event(arrives);
    link.event(hangsUp);
    expect(link.judgedCalls[1]).toMatchObject({ bootKey: '2026-11-21 10:30:00' });
  });

  test('takes new lines over without forgetting what is live', async () => {
    const link = aLink();
    await link.live();
    link.event(arrives);
    link.intake.takeSite({
      ...site,
      lines: [{ key: 'orders', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: null }],
    });
    link.event(hangsUp);
    expect(link.judgedCalls).toHaveLength(1);
    const next = { uniqueid: '1700000000.9', linkedid: '1700000000.9' };
    link.event({ ...arrives, at: 16_000, chan: channel(next) });
    link.event({ ...hangsUp, at: 17_000, chan: channel(next) });
    expect(link.judgedCalls[1]?.record.line).toBe('orders');
  });
});
