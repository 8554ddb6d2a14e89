import { describe, expect, test } from 'vitest';
import type { Call, Party } from '../../../pbx/demo/model/call.ts';
import { placeInbound, placeInternal, placeOutgoing, ringPhone, stepsOf } from '../../../pbx/demo/model/place.ts';
import type { Plan } from '../../../pbx/demo/scenes/people.ts';
import { aPlan, aTown, header, type Town } from './town.ts';

const caller: Party = { number: '+441614960101', name: null, withheld: false };

function line(town: Town, key: string) {
  const found = town.pbx.site.lines.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no line ${key}`);
  return found;
}

function phone(town: Town, extension: string) {
  const found = town.pbx.phones.byExtension(extension);
  if (found === undefined) throw new Error(`no phone ${extension}`);
  return found;
}

function inbound(town: Town, key: string, changes: Partial<Plan>, device?: string, from: Party = caller): Call {
  const steps = device === undefined ? stepsOf(town.pbx, line(town, key)) : [ringPhone(device, 20_000)];
  return placeInbound(town.pbx, from, line(town, key), steps, (call) => town.crowd.plan(call, aPlan(changes)));
}

describe('a direct call', () => {
  test('answered: DialEnd ANSWER, both in one bridge, the agent hung up before the caller', () => {
    const town = aTown();
    const call = inbound(town, 'sales', { answer: { device: 'PJSIP/1002', afterMs: 5_000 } }, 'PJSIP/1002');
    town.time.pass(60_000);
    expect(town.story()).toEqual([
      'Newchannel PJSIP/trunk',
      'MixMonitorStart PJSIP/trunk',
      'Newchannel PJSIP/1002',
      'DialBegin PJSIP/1002',
      'DialState PJSIP/1002 RINGING',
      'DialEnd PJSIP/1002 ANSWER',
      'BridgeCreate',
      'BridgeEnter PJSIP/1002',
      'BridgeEnter PJSIP/trunk',
      'HangupRequest PJSIP/trunk 16',
      'BridgeLeave PJSIP/trunk',
      'BridgeLeave PJSIP/1002',
      'BridgeDestroy',
      'Hangup PJSIP/1002 16',
      'Hangup PJSIP/trunk 16',
      'Cdr PJSIP/1002 ANSWERED',
    ]);
    expect(town.recorded).toEqual([{ file: `/rec/${call.id}.wav`, talkedMs: 30_000 }]);
  });

  test('not answered: the phone ends with cause 0, the caller with 16, and the recording is empty', () => {
    const town = aTown();
    inbound(town, 'sales', {}, 'PJSIP/1001');
    town.time.pass(60_000);
    expect(town.story().slice(4)).toEqual([
      'DialState PJSIP/1001 RINGING',
      'DialEnd PJSIP/1001 NOANSWER',
      'Hangup PJSIP/1001 0',
      'Hangup PJSIP/trunk 16',
      'Cdr PJSIP/1001 NO ANSWER',
    ]);
    expect(town.recorded).toMatchObject([{ talkedMs: 0 }]);
  });

  test('given up: cause 127, and the record comes before the end', () => {
    const town = aTown();
    inbound(town, 'sales', { patienceMs: 8_000 }, 'PJSIP/1001');
    town.time.pass(60_000);
    expect(town.story().slice(5)).toEqual([
      'HangupRequest PJSIP/trunk 127',
      'Cdr PJSIP/1001 NO ANSWER',
      'DialEnd PJSIP/1001 CANCEL',
      'Hangup PJSIP/1001 0',
      'Hangup PJSIP/trunk 127',
    ]);
    const end = town.events.findLast(({ name }) => name === 'Hangup');
    expect([header(end, 'Cause-txt'), header(end, 'TechCause')]).toEqual(['Interworking, unspecified', '487']);
  });

  test('declined: only the cause tells', () => {
    const town = aTown();
    inbound(town, 'sales', {}, 'PJSIP/1001');
    expect(town.control.decline('PJSIP/1001')).toBe(true);
    expect(town.story().slice(5)).toEqual([
      'DialEnd PJSIP/1001 NOANSWER',
      'Hangup PJSIP/1001 21',
      'Hangup PJSIP/trunk 21',
      'Cdr PJSIP/1001 NO ANSWER',
    ]);
  });

  test('to an engaged phone: BUSY without RINGING', () => {
    const town = aTown();
    town.control.setPhone('PJSIP/1001', 'busy');
    inbound(town, 'sales', {}, 'PJSIP/1001');
    expect(town.story().slice(2)).toEqual([
      'Newchannel PJSIP/1001',
      'DialBegin PJSIP/1001',
      'DialEnd PJSIP/1001 BUSY',
      'Hangup PJSIP/1001 17',
      'Hangup PJSIP/trunk 17',
      'Cdr PJSIP/1001 BUSY',
    ]);
  });

  test('to a phone that is not there: nothing but the caller, cause 3, no record', () => {
    const town = aTown();
    town.control.setPhone('PJSIP/1001', 'unregistered');
    inbound(town, 'sales', {}, 'PJSIP/1001');
    expect(town.story()).toEqual(['Newchannel PJSIP/trunk', 'MixMonitorStart PJSIP/trunk', 'Hangup PJSIP/trunk 3']);
  });
});

test('a ring group cancels the others before it says ANSWER, and ends them with cause 26', () => {
  const town = aTown();
  inbound(town, 'deliveries', { answer: { device: 'PJSIP/1005', afterMs: 4_000 } });
  town.time.pass(60_000);
  const story = town.story(['Newchannel', 'DialBegin', 'DialEnd', 'Hangup', 'BridgeEnter', 'Cdr']);
  expect(story).toEqual([
    'Newchannel PJSIP/trunk',
    'Newchannel PJSIP/1001',
    'Newchannel PJSIP/1005',
    'Newchannel PJSIP/1006',
    'DialBegin PJSIP/1001',
    'DialBegin PJSIP/1005',
    'DialBegin PJSIP/1006',
    'DialEnd PJSIP/1001 CANCEL',
    'DialEnd PJSIP/1006 CANCEL',
    'DialEnd PJSIP/1005 ANSWER',
    'Hangup PJSIP/1001 26',
    'Hangup PJSIP/1006 26',
    'BridgeEnter PJSIP/1005',
    'BridgeEnter PJSIP/trunk',
    'Hangup PJSIP/1005 16',
    'Hangup PJSIP/trunk 16',
    'Cdr PJSIP/1001 NO ANSWER',
    'Cdr PJSIP/1005 ANSWERED',
    'Cdr PJSIP/1006 NO ANSWER',
  ]);
});

describe('a queue', () => {
  const queueNames = [
    'QueueCallerJoin',
    'QueueCallerLeave',
    'QueueCallerAbandon',
    'AgentCalled',
    'AgentConnect',
    'AgentComplete',
    'AgentRingNoAnswer',
    'DialEnd',
    'HangupRequest',
    'BridgeEnter',
    'Hangup',
  ];

  test('answered: the winner first, the others cancelled twice, then out of the queue and connected', () => {
    const town = aTown();
    inbound(town, 'support', { answer: { device: 'PJSIP/1004', afterMs: 7_000 }, endedBy: 'peer' });
    town.time.pass(60_000);
    expect(town.story(queueNames)).toEqual([
      'QueueCallerJoin PJSIP/trunk',
      'AgentCalled PJSIP/1003',
      'AgentCalled PJSIP/1004',
      'AgentCalled PJSIP/1005',
      'DialEnd PJSIP/1004 ANSWER',
      'DialEnd PJSIP/1003 CANCEL',
      'DialEnd PJSIP/1003 CANCEL',
      'Hangup PJSIP/1003 26',
      'DialEnd PJSIP/1005 CANCEL',
      'DialEnd PJSIP/1005 CANCEL',
      'Hangup PJSIP/1005 26',
      'QueueCallerLeave PJSIP/trunk',
      'AgentConnect PJSIP/1004',
      'BridgeEnter PJSIP/1004',
      'BridgeEnter PJSIP/trunk',
      'HangupRequest PJSIP/1004 16',
      'AgentComplete PJSIP/1004 agent',
      'Hangup PJSIP/1004 16',
      'Hangup PJSIP/trunk 16',
    ]);
    const connect = town.events.find(({ name }) => name === 'AgentConnect');
    expect(header(connect, 'HoldTime')).toBe('7');
    expect(
      header(
        town.events.find(({ name }) => name === 'AgentComplete'),
        'TalkTime',
      ),
    ).toBe('30');
  });

  test('abandoned: the caller asks to go, all phones stop, Abandon before Leave, cause 127', () => {
    const town = aTown();
    inbound(town, 'sales', { patienceMs: 12_000 });
    town.time.pass(60_000);
    const story = town.story(queueNames);
    expect(story.slice(story.indexOf('HangupRequest PJSIP/trunk 127'))).toEqual([
      'HangupRequest PJSIP/trunk 127',
      ...['1001', '1002', '1004'].flatMap((extension) => [
        `DialEnd PJSIP/${extension} CANCEL`,
        `DialEnd PJSIP/${extension} CANCEL`,
        `Hangup PJSIP/${extension} 0`,
      ]),
      'QueueCallerAbandon PJSIP/trunk',
      'QueueCallerLeave PJSIP/trunk',
      'Hangup PJSIP/trunk 127',
    ]);
  });

  test('given up by the queue itself: the same Abandon, QUEUESTATUS, and the caller still there until the dialplan ends', () => {
    const town = aTown();
    inbound(town, 'support', {});
    town.time.pass(120_000);
    const story = town.story(queueNames);
    const at = story.indexOf('QueueCallerAbandon PJSIP/trunk');
    expect(story.slice(at)).toEqual([
      'QueueCallerAbandon PJSIP/trunk',
      'QueueCallerLeave PJSIP/trunk',
      'Hangup PJSIP/trunk 16',
    ]);
    expect(story).not.toContain('HangupRequest PJSIP/trunk 127');
    const firstRound = story.indexOf('AgentRingNoAnswer PJSIP/1003');
    expect(story.slice(firstRound, firstRound + 6)).toEqual([
      'AgentRingNoAnswer PJSIP/1003',
      'AgentRingNoAnswer PJSIP/1004',
      'AgentRingNoAnswer PJSIP/1005',
      'DialEnd PJSIP/1003 NOANSWER',
      'DialEnd PJSIP/1004 NOANSWER',
      'DialEnd PJSIP/1005 NOANSWER',
    ]);
    const end = town.events.findLast(({ name }) => name === 'Hangup');
    expect(end?.headers).toContainEqual(['ChanVariable', 'QUEUESTATUS=TIMEOUT']);
    const ring = town.events.find(({ name }) => name === 'AgentRingNoAnswer');
    expect(header(ring, 'RingTime')).toBe('20000');
  });

  test('nobody in it: no queue event at all, only QUEUESTATUS on the hang-up', () => {
    const town = aTown();
    for (const device of ['PJSIP/1003', 'PJSIP/1004', 'PJSIP/1005']) town.pbx.queues.pause(device, true, 'lunch', null);
    inbound(town, 'support', {});
    expect(town.story()).toEqual(['Newchannel PJSIP/trunk', 'MixMonitorStart PJSIP/trunk', 'Hangup PJSIP/trunk 16']);
    const end = town.events.findLast(({ name }) => name === 'Hangup');
    expect(end?.headers).toContainEqual(['ChanVariable', 'QUEUESTATUS=JOINEMPTY']);
  });

  test('declined by one member: he is out, the others ring on', () => {
    const town = aTown();
    inbound(town, 'support', { answer: { device: 'PJSIP/1005', afterMs: 6_000 } });
    town.control.decline('PJSIP/1003');
    town.time.pass(8_000);
    const story = town.story(['AgentRingNoAnswer', 'DialEnd', 'Hangup', 'AgentConnect']);
    expect(story.slice(0, 3)).toEqual([
      'DialEnd PJSIP/1003 NOANSWER',
      'AgentRingNoAnswer PJSIP/1003',
      'Hangup PJSIP/1003 21',
    ]);
    expect(story.at(-1)).toBe('AgentConnect PJSIP/1005');
  });
});

describe('a blind transfer', () => {
  const transfer = { device: 'PJSIP/1006', afterMs: 10_000, answeredAfterMs: 5_000, patienceMs: 15_000 };
  const names = [
    'BlindTransfer',
    'BridgeEnter',
    'BridgeLeave',
    'Newchannel',
    'DialBegin',
    'DialEnd',
    'Hangup',
    'AgentComplete',
    'HangupRequest',
  ];

  test('answered: the caller keeps his Linkedid and talks with the next one', () => {
    const town = aTown();
    const answer = { device: 'PJSIP/1002', afterMs: 3_000 };
    inbound(town, 'sales', { answer, transfer }, 'PJSIP/1002');
    town.time.pass(90_000);
    const story = town.story(names);
    expect(story.slice(story.indexOf('BlindTransfer PJSIP/1002 1006'))).toEqual([
      'BlindTransfer PJSIP/1002 1006',
      'BridgeLeave PJSIP/1002',
      'BridgeLeave PJSIP/trunk',
      'Hangup PJSIP/1002 16',
      'Newchannel PJSIP/1006',
      'DialBegin PJSIP/1006',
      'DialEnd PJSIP/1006 ANSWER',
      'BridgeEnter PJSIP/1006',
      'BridgeEnter PJSIP/trunk',
      'HangupRequest PJSIP/trunk 16',
      'BridgeLeave PJSIP/trunk',
      'BridgeLeave PJSIP/1006',
      'Hangup PJSIP/1006 16',
      'Hangup PJSIP/trunk 16',
    ]);
    const linkedids = town.events.map((event) => header(event, 'Linkedid')).filter((id) => id !== undefined);
    expect(new Set(linkedids).size).toBe(1);
  });

  test('not answered: the caller is lost with an ordinary cause 16', () => {
    const town = aTown();
    const answer = { device: 'PJSIP/1002', afterMs: 3_000 };
    inbound(town, 'sales', { answer, transfer: { ...transfer, answeredAfterMs: null } }, 'PJSIP/1002');
    town.time.pass(90_000);
    expect(town.story(names).slice(-4)).toEqual([
      'HangupRequest PJSIP/trunk 16',
      'DialEnd PJSIP/1006 CANCEL',
      'Hangup PJSIP/1006 0',
      'Hangup PJSIP/trunk 16',
    ]);
  });
});

test('an outgoing call from a desk phone reaches the customer through the trunk', () => {
  const town = aTown();
  const customer: Party = { number: '+441914980107', name: null, withheld: false };
  placeOutgoing(town.pbx, phone(town, '1003'), customer, (call) => town.crowd.plan(call, aPlan()));
  town.time.pass(60_000);
  expect(town.story()).toEqual([
    'Newchannel PJSIP/1003',
    'MixMonitorStart PJSIP/1003',
    'Newchannel PJSIP/trunk',
    'DialBegin PJSIP/trunk',
    'DialState PJSIP/trunk RINGING',
    'DialEnd PJSIP/trunk ANSWER',
    'BridgeCreate',
    'BridgeEnter PJSIP/trunk',
    'BridgeEnter PJSIP/1003',
    'HangupRequest PJSIP/1003 16',
    'BridgeLeave PJSIP/1003',
    'BridgeLeave PJSIP/trunk',
    'BridgeDestroy',
    'Hangup PJSIP/trunk 16',
    'Hangup PJSIP/1003 16',
    'Cdr PJSIP/trunk ANSWERED',
  ]);
  const begin = town.events.find(({ name }) => name === 'DialBegin');
  expect(header(begin, 'DialString')).toBe('+441914980107@trunk');
  expect(header(begin, 'DestCallerIDNum')).toBe('+441914980107');
  expect(header(begin, 'CallerIDNum')).toBe('+442079460100');
});

test('an internal call is between two phones, in one Linkedid', () => {
  const town = aTown();
  const answer = { device: 'PJSIP/1004', afterMs: 3_000 };
  placeInternal(town.pbx, phone(town, '1003'), phone(town, '1004'), (call) => town.crowd.plan(call, aPlan({ answer })));
  town.time.pass(60_000);
  const first = town.events.find(({ name }) => name === 'Newchannel');
  expect([header(first, 'Context'), header(first, 'Exten')]).toEqual(['from-internal', '1004']);
  expect(town.story(['Newchannel', 'BridgeEnter', 'Hangup'])).toEqual([
    'Newchannel PJSIP/1003',
    'Newchannel PJSIP/1004',
    'BridgeEnter PJSIP/1004',
    'BridgeEnter PJSIP/1003',
    'Hangup PJSIP/1004 16',
    'Hangup PJSIP/1003 16',
  ]);
});

test('a withheld caller shows his privacy only after the Newchannel', () => {
  const town = aTown();
  inbound(town, 'sales', { patienceMs: 9_000 }, undefined, { number: null, name: null, withheld: true });
  town.time.pass(20_000);
  const [first] = town.events;
  expect([header(first, 'CallerIDNum'), header(first, 'CallerIDName')]).toEqual(['anonymous', 'Anonymous']);
  expect(first?.headers).toContainEqual(['ChanVariable', 'CALLERID(pres)=allowed_not_screened']);
  expect(first?.headers).toContainEqual(['ChanVariable', 'DID=']);
  const begin = town.events.find(({ name }) => name === 'DialBegin');
  expect(begin?.headers).toContainEqual(['ChanVariable', 'CALLERID(pres)=prohib_not_screened']);
  expect(begin?.headers).toContainEqual(['ChanVariable', 'DID=+442079460120']);
  expect(begin?.headers).toContainEqual(['DestChanVariable', 'DID=+442079460120']);
});
