import { describe, expect, test } from 'vitest';
import { type OriginateRequest, placeOriginate } from '../../../pbx/demo/model/originate.ts';
import { idlePlan } from '../../../pbx/demo/scenes/people.ts';
import { aTown, header, start, type Town } from './town.ts';

function originate(town: Town, changes: Partial<OriginateRequest> = {}): void {
  const request: OriginateRequest = {
    actionId: 'act-1',
    device: 'PJSIP/1001',
    channelId: 'attempt-1',
    context: 'ringback-callback',
    exten: '+441614960101',
    timeoutMs: 20_000,
    callerNum: '+441614960101',
    callerName: 'Miriam Osei',
    variables: new Map([
      ['RB_ATTEMPT', 'attempt-1'],
      ['RB_NOT_AFTER', String(start / 1000 + 60)],
    ]),
    checksFirst: true,
    ...changes,
  };
  placeOriginate(town.pbx, request, (call) =>
    town.crowd.plan(call, { ...idlePlan(town.pbx, request.exten), endedBy: 'peer' }),
  );
}

function response(town: Town) {
  const event = town.events.find(({ name }) => name === 'OriginateResponse');
  return ['ActionID', 'Response', 'Reason', 'Uniqueid'].map((name) => header(event, name));
}

const result = (town: Town) => {
  const said = town.events.find(({ name }) => name === 'UserEvent');
  return [header(said, 'UserEvent'), header(said, 'Attempt'), header(said, 'Result')];
};

describe('Originate', () => {
  test('reached: the visitor picks up by himself, the response comes before DialEnd, both talk under the given id', () => {
    const town = aTown();
    originate(town);
    town.time.pass(1_400);
    expect(town.control.phone('PJSIP/1001')?.ringing?.id).toBe('attempt-1');
    town.time.pass(200_000);
    expect(town.story()).toEqual([
      'Newchannel PJSIP/1001',
      'DialBegin PJSIP/1001',
      'DialState PJSIP/1001 RINGING',
      'OriginateResponse PJSIP/1001 4',
      'DialEnd PJSIP/1001 ANSWER',
      'MixMonitorStart PJSIP/1001',
      'Newchannel PJSIP/trunk',
      'DialBegin PJSIP/trunk',
      'DialState PJSIP/trunk RINGING',
      'DialEnd PJSIP/trunk ANSWER',
      'BridgeCreate',
      'BridgeEnter PJSIP/trunk',
      'BridgeEnter PJSIP/1001',
      'HangupRequest PJSIP/trunk 16',
      'BridgeLeave PJSIP/trunk',
      'BridgeLeave PJSIP/1001',
      'BridgeDestroy',
      'Hangup PJSIP/trunk 16',
      'Hangup PJSIP/1001 16',
      'Cdr PJSIP/trunk ANSWERED',
    ]);
    expect(response(town)).toEqual(['act-1', 'Success', '4', 'attempt-1']);
    expect(result(town)).toEqual(['RingbackAttempt', 'attempt-1', 'answer']);
    const trunk = town.events.find((event) => header(event, 'Channel')?.startsWith('PJSIP/trunk'));
    expect(header(trunk, 'Linkedid')).toBe('attempt-1');
    const begin = town.events.find(({ name }) => name === 'DialBegin');
    expect(header(begin, 'Channel')).toBeUndefined();
    expect(begin?.headers).toContainEqual(['DestChanVariable', 'RB_ATTEMPT=attempt-1']);
  });

  test('customer engaged: the response is a success all the same, the trunk leg tells', () => {
    const town = aTown();
    originate(town, { exten: '+441914980108' });
    town.time.pass(60_000);
    expect(response(town)).toEqual(['act-1', 'Success', '4', 'attempt-1']);
    expect(town.story(['DialEnd', 'Hangup', 'BridgeEnter'])).toEqual([
      'DialEnd PJSIP/1001 ANSWER',
      'DialEnd PJSIP/trunk BUSY',
      'Hangup PJSIP/trunk 17',
      'Hangup PJSIP/1001 17',
    ]);
    expect(result(town)[2]).toBe('busy');
  });

  test('customer does not answer', () => {
    const town = aTown();
    originate(town, { exten: '441144960109' });
    town.time.pass(60_000);
    expect(town.story(['DialEnd', 'Hangup', 'BridgeEnter'])).toEqual([
      'DialEnd PJSIP/1001 ANSWER',
      'DialEnd PJSIP/trunk NOANSWER',
      'Hangup PJSIP/trunk 0',
      'Hangup PJSIP/1001 16',
    ]);
    expect(result(town)[2]).toBe('noanswer');
  });

  test('agent does not pick up: reason 3, cause 19, no DialEnd', () => {
    const town = aTown();
    originate(town, { timeoutMs: 1_000 });
    town.time.pass(60_000);
    expect(town.story().slice(3)).toEqual(['OriginateResponse PJSIP/1001 3', 'Hangup PJSIP/1001 19']);
    expect(response(town)).toEqual(['act-1', 'Failure', '3', 'attempt-1']);
  });

  test("agent's phone engaged: BUSY, cause 17, reason 0", () => {
    const town = aTown();
    town.control.setPhone('PJSIP/1001', 'busy');
    originate(town);
    expect(town.story().slice(1)).toEqual([
      'DialBegin PJSIP/1001',
      'DialEnd PJSIP/1001 BUSY',
      'Hangup PJSIP/1001 17',
      'OriginateResponse PJSIP/1001 0',
    ]);
  });

  test.each(['PJSIP/9999', 'NOPE/1', 'PJSIP/1001'])('%s that is not there: only the response, no channel', (device) => {
    const town = aTown();
    town.control.setPhone('PJSIP/1001', 'unregistered');
    town.events.length = 0;
    originate(town, { device });
    expect(town.events.map(({ name }) => name)).toEqual(['OriginateResponse']);
    expect(response(town)).toEqual(['act-1', 'Failure', '0', 'attempt-1']);
  });

  test('late work is refused before the phone rings', () => {
    const town = aTown();
    const variables = new Map([
      ['RB_ATTEMPT', 'attempt-1'],
      ['RB_NOT_AFTER', String(start / 1000 - 1)],
    ]);
    originate(town, { variables });
    expect(town.story(['DialBegin', 'Hangup', 'OriginateResponse'])).toEqual([
      'Hangup PJSIP/1001 16',
      'OriginateResponse PJSIP/1001 0',
    ]);
    expect(result(town)[2]).toBe('refused_late');
  });

  test('work that became late while the phone rang, or without an attempt, or to no number, dials nobody', () => {
    const variables = new Map([
      ['RB_ATTEMPT', 'attempt-1'],
      ['RB_NOT_AFTER', String(start / 1000)],
    ]);
    const late = aTown();
    originate(late, { variables });
    late.time.pass(60_000);
    expect(result(late)[2]).toBe('refused_late');
    const nameless = aTown();
    originate(nameless, { variables: new Map(), checksFirst: false });
    nameless.time.pass(60_000);
    expect(result(nameless)[2]).toBe('refused_no_attempt');
    const wild = aTown();
    originate(wild, { exten: '300&DAHDI/g1/900' });
    wild.time.pass(60_000);
    expect(result(wild)[2]).toBe('refused_number');
    for (const town of [late, nameless, wild]) {
      expect(town.story(['Newchannel'])).toEqual(['Newchannel PJSIP/1001']);
      expect(town.pbx.calls.size).toBe(0);
    }
  });
});
