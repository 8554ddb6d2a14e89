import { describe, expect, test } from 'vitest';
import { aStream } from '../../support/ami-builders.ts';
import { factsNamed, factsOf, theCall } from './fold.ts';

function inQueue() {
  const s = aStream();
  const caller = s.incoming();
  s.up(caller);
  s.joinsQueue(caller, 'sales');
  const phone = s.dials(caller, 'PJSIP/1001');
  s.add({
    event: 'AgentCalled',
    at: s.at(),
    queue: 'sales',
    interface: 'PJSIP/1001',
    memberName: null,
    chan: caller,
    dest: phone,
  });
  s.ringing(phone, caller);
  return { s, caller, phone };
}

describe('a caller in a queue', () => {
  test('who hangs up while waiting is missed, abandoned waiting, in that queue', () => {
    const { s, caller, phone } = inQueue();
    s.wait(40_000);
    s.hangupRequest(caller, 127);
    s.dialEnds(caller, phone, 'CANCEL');
    s.dialEnds(caller, phone, 'CANCEL');
    s.hangup(phone, 0);
    s.leavesQueue(caller, 'sales', true);
    s.hangup(caller, 127);
    expect(theCall(s.events)).toMatchObject({
      outcome: 'missed',
      reason: 'abandoned_waiting',
      queue: 'sales',
      waitedMs: 40_000,
      offers: [{ queue: 'sales', result: 'caller_gone' }],
    });
  });

  test('whose wait runs out was not abandoned, though the queue says so', () => {
    const { s, caller, phone } = inQueue();
    s.wait(15_000);
    s.dialEnds(caller, phone, 'NOANSWER');
    s.dialEnds(caller, phone, 'CANCEL');
    s.hangup(phone, 0);
    s.leavesQueue(caller, 'sales', true);
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({ reason: 'no_answer', offers: [{ result: 'no_answer' }] });
  });

  test('who hangs up between two rings was still waiting', () => {
    const { s, caller, phone } = inQueue();
    s.wait(15_000);
    s.dialEnds(caller, phone, 'NOANSWER');
    s.hangup(phone, 0);
    s.wait(3000);
    s.hangupRequest(caller);
    s.leavesQueue(caller, 'sales', true);
    s.hangup(caller, 16);
    expect(theCall(s.events).reason).toBe('abandoned_waiting');
  });

  test('answered one dialplan step after the queue gave up is talked', () => {
    const { s, caller, phone } = inQueue();
    s.wait(15_000);
    s.dialEnds(caller, phone, 'NOANSWER');
    s.hangup(phone, 0);
    s.leavesQueue(caller, 'sales', true);
    const second = s.dials(caller, 'PJSIP/1002');
    s.ringing(second, caller);
    const bridge = s.answers(caller, second);
    s.wait(5000);
    s.talkEnds(bridge, caller, second);
    expect(theCall(s.events)).toMatchObject({
      outcome: 'talked',
      reason: null,
      talks: [{ party: '1002' }],
      talkedMs: 5000,
    });
  });

  test('shows its queue and its wait on the card', () => {
    const { s, phone } = inQueue();
    const [ringing] = factsNamed(factsOf(s.events), 'leg.ringing');
    expect(ringing?.call).toMatchObject({
      queue: 'sales',
      waitingSince: s.at(),
      ringing: [{ uniqueid: phone.uniqueid }],
    });
  });
});

describe('a caller in a queue where no phone is free', () => {
  function alone(hungUp: boolean, status: string) {
    const s = aStream();
    const caller = s.incoming();
    s.up(caller);
    s.joinsQueue(caller, 'sales');
    s.wait(20_000);
    if (hungUp) s.hangupRequest(caller);
    s.leavesQueue(caller, 'sales', true);
    s.sets(caller, { QUEUESTATUS: status });
    s.hangup(caller, 16);
    return theCall(s.events).reason;
  }

  test('and hangs up has abandoned; one the queue sends away after its time has not', () => {
    expect(alone(true, '')).toBe('abandoned_waiting');
    expect(alone(false, 'TIMEOUT')).toBe('no_answer');
    expect(alone(false, 'LEAVEEMPTY')).toBe('queue_refused');
  });
});

describe('an outside phone that must confirm', () => {
  test('is no winner while it is merely Up: the desk phone beside it did not lose', () => {
    const s = aStream();
    const caller = s.incoming();
    const desk = s.dials(caller, 'PJSIP/1001');
    s.ringing(desk, caller);
    const mobile = s.dials(caller, 'PJSIP/trunk', { callerNum: '+447700900999' });
    s.ringing(mobile, caller);
    s.up(mobile);
    s.wait(5000);
    s.hangupRequest(caller, 127);
    s.dialEnds(caller, desk, 'CANCEL');
    s.hangup(desk, 0);
    s.hangup(mobile, 16);
    s.hangup(caller, 127);
    expect(theCall(s.events)).toMatchObject({
      outcome: 'missed',
      reason: 'abandoned_ringing',
      offers: [{ device: 'PJSIP/1001', result: 'caller_gone' }, { result: 'caller_gone' }],
    });
  });

  test('and does is the one who talked, by its number', () => {
    const s = aStream();
    const caller = s.incoming();
    const mobile = s.dials(caller, 'PJSIP/trunk', { callerNum: '+447700900999' });
    s.ringing(mobile, caller);
    const bridge = s.answers(caller, mobile);
    s.wait(5000);
    s.talkEnds(bridge, caller, mobile);
    expect(theCall(s.events)).toMatchObject({ outcome: 'talked', talks: [{ party: '+447700900999', device: null }] });
  });
});

describe('recordings', () => {
  function recorded(answered: boolean) {
    const s = aStream();
    const caller = s.incoming();
    s.sets(caller, { RECFILE: '2026-11-21/1.wav' });
    s.add({ event: 'MixMonitorStart', at: s.at(), chan: s.current(caller) });
    const phone = s.dials(caller, 'PJSIP/1001');
    if (answered) s.answers(caller, phone);
    s.wait(5000);
    s.hangup(phone, 16);
    s.hangup(caller, 16);
    return s.events;
  }

  test('are named by the dialplan’s variable, as MixMonitorStart has no file', () => {
    expect(theCall(recorded(true)).recordings).toMatchObject([{ file: '2026-11-21/1.wav' }]);
    expect(factsNamed(factsOf(recorded(true)), 'recording.started')).toMatchObject([{ file: '2026-11-21/1.wav' }]);
  });

  test('of a call in which nobody met are empty, and not told', () => {
    expect(theCall(recorded(false)).recordings).toEqual([]);
  });
});

describe('parts of the PBX itself', () => {
  test('make no call of their own', () => {
    const s = aStream();
    const announcer = s.newChannel({ channel: 'CBAnn/conf-00000001;1', state: 'Up' });
    s.hangup(announcer, 16);
    expect(factsOf(s.events)).toEqual([]);
  });
});

describe('what is not talk', () => {
  test('parking and waiting rooms', () => {
    const { s, caller, phone } = inQueue();
    s.up(phone);
    s.bridge([phone, caller], 'holding');
    s.wait(60_000);
    s.hangup(phone, 16);
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', talkedMs: 0, talks: [] });
  });

  test('a phone that is Up but never met the caller', () => {
    const { s, caller, phone } = inQueue();
    s.up(phone);
    s.wait(60_000);
    s.hangup(phone, 16);
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', talks: [] });
  });

  test('a Local half in the caller’s bridge, with nobody behind it', () => {
    const s = aStream();
    const caller = s.incoming();
    const near = s.dials(caller, 'Local/x@menu', { channel: 'Local/x@menu-00000001;1' });
    const far = s.newChannel({ channel: 'Local/x@menu-00000001;2', linkedid: caller.linkedid, state: 'Ring' });
    s.answers(caller, near);
    s.wait(30_000);
    for (const chan of [near, far, caller]) s.hangup(chan, 16);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', talks: [] });
  });
});

describe('a phone behind nested Local channels', () => {
  test('is one conversation with the caller, bridge by bridge', () => {
    const s = aStream();
    const caller = s.incoming();
    const one = s.dials(caller, 'Local/a@q', { channel: 'Local/a@q-00000001;1' });
    const two = s.newChannel({ channel: 'Local/a@q-00000001;2', linkedid: caller.linkedid, state: 'Ring' });
    const three = s.dials(two, 'Local/b@q', { channel: 'Local/b@q-00000002;1' });
    const four = s.newChannel({ channel: 'Local/b@q-00000002;2', linkedid: caller.linkedid, state: 'Ring' });
    const phone = s.dials(four, 'PJSIP/1004');
    s.ringing(phone, four);
    s.wait(1000);
    s.answers(four, phone);
    s.answers(two, three);
    s.answers(caller, one);
    s.wait(7000);
    for (const chan of [caller, one, two, three, four, phone]) s.hangup(chan, 16);
    expect(theCall(s.events)).toMatchObject({
      outcome: 'talked',
      waitedMs: 1000,
      talkedMs: 7000,
      talks: [{ party: '1004', device: 'PJSIP/1004' }],
    });
  });
});
