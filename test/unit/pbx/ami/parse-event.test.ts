import { describe, expect, test } from 'vitest';
import { isUsedEvent } from '../../../../pbx/ami/parse-event.ts';
import { hear } from '../../../support/fake-ami/listen.ts';
import { bridge, channel, event, type Lines } from '../../../support/fake-ami/messages.ts';

const one = (prefix: string, uniqueid: string): Lines => channel({ channel: `PJSIP/${uniqueid}`, uniqueid }, prefix);
const is = (uniqueid: string) => ({ channel: `PJSIP/${uniqueid}`, uniqueid, linkedid: uniqueid });
const me = one('', 'a.1');
const queue: Lines = [['Queue', 'sales']];
const member: Lines = [...queue, ['Interface', 'PJSIP/1001'], ['MemberName', 'Anna']];
const memberState: Lines = [...member, ['Status', '6'], ['Paused', '1'], ['PausedReason', 'lunch']];
const ofMember = { queue: 'sales', interface: 'PJSIP/1001', memberName: 'Anna' };
const prefixed = (prefix: string): Lines => bridge.map(([name, value]) => [prefix + name, value] as const);
const bridgeId = 'c0ffee00-0000-4000-8000-000000000001';

/** Every event we act on: what comes, and what it becomes. */
const table: [name: string, lines: Lines, becomes: object][] = [
  ['Newchannel', me, { chan: { ...is('a.1'), state: 'Ring', callerNum: '+441632960001', callerName: null, vars: {} } }],
  ['Newstate', me, { chan: is('a.1') }],
  ['NewCallerid', [...me, ['CID-CallingPres', '0 (Allowed)']], { chan: is('a.1'), presentation: '0 (Allowed)' }],
  ['NewConnectedLine', me, { chan: is('a.1') }],
  ['HangupRequest', [...me, ['Cause', '127'], ['TechCause', '487']], { chan: is('a.1'), cause: 127 }],
  [
    'Hangup',
    [...me, ['Cause', '21'], ['Cause-txt', 'Call Rejected'], ['TechCause', '603']],
    { chan: is('a.1'), cause: 21, causeText: 'Call Rejected', techCause: '603' },
  ],
  ['Hold', [...me, ['MusicClass', 'default']], { chan: is('a.1') }],
  ['Unhold', me, { chan: is('a.1') }],
  ['MixMonitorStart', me, { chan: is('a.1') }],
  ['MixMonitorStop', me, { chan: is('a.1') }],
  [
    'DialBegin',
    [...me, ...one('Dest', 'b.2'), ['DialString', '1001']],
    { chan: is('a.1'), dest: is('b.2'), dialString: '1001' },
  ],
  ['DialBegin', one('Dest', 'b.2'), { chan: null, dest: is('b.2'), dialString: null }],
  ['DialState', [...me, ...one('Dest', 'b.2'), ['DialStatus', 'RINGING']], { dest: is('b.2'), dialStatus: 'RINGING' }],
  [
    'DialEnd',
    [...me, ...one('Dest', 'b.2'), ['DialStatus', 'CANCEL'], ['Forward', 'PJSIP/9']],
    { dialStatus: 'CANCEL', forward: 'PJSIP/9' },
  ],
  ['BridgeCreate', bridge, { bridgeId, bridgeType: 'basic' }],
  ['BridgeDestroy', bridge, { bridgeId }],
  ['BridgeEnter', [...bridge, ...me], { chan: is('a.1'), bridgeId, bridgeType: 'basic', technology: 'simple_bridge' }],
  ['BridgeLeave', [...bridge, ...me], { chan: is('a.1'), bridgeId }],
  ['BridgeMerge', [...prefixed('To'), ...prefixed('From')], { fromBridgeId: bridgeId, toBridgeId: bridgeId }],
  [
    'LocalBridge',
    [
      ...one('LocalOne', 'l.1'),
      ...one('LocalTwo', 'l.2'),
      ['Context', 'c'],
      ['Exten', '1'],
      ['LocalOptimization', 'Yes'],
    ],
    { one: is('l.1'), two: is('l.2') },
  ],
  [
    'LocalOptimizationEnd',
    [...one('LocalOne', 'l.1'), ...one('LocalTwo', 'l.2'), ['Success', 'Yes'], ['Id', '5']],
    { one: is('l.1'), two: is('l.2') },
  ],
  [
    'BlindTransfer',
    [
      ['Result', 'Success'],
      ...one('Transferer', 't.1'),
      ...one('Transferee', 'c.1'),
      ...bridge,
      ['IsExternal', 'Yes'],
      ['Context', 'from-internal'],
      ['Extension', '1002'],
    ],
    { result: 'Success', transferer: is('t.1'), transferee: is('c.1'), context: 'from-internal', exten: '1002' },
  ],
  [
    'AttendedTransfer',
    [
      ['Result', 'Success'],
      ...one('OrigTransferer', 't.1'),
      ...prefixed('Orig'),
      ...one('SecondTransferer', 't.2'),
      ...prefixed('Second'),
      ['DestType', 'Bridge'],
      ['DestBridgeUniqueid', bridgeId],
      ...one('TransferTarget', 'd.1'),
      ...one('Transferee', 'c.1'),
    ],
    {
      origTransferer: is('t.1'),
      secondTransferer: is('t.2'),
      target: is('d.1'),
      transferee: is('c.1'),
      destType: 'Bridge',
      destBridgeId: bridgeId,
    },
  ],
  ['Pickup', [...me, ...one('Target', 'b.2')], { chan: is('a.1'), target: is('b.2') }],
  ['ParkedCall', [...one('Parkee', 'p.1'), ['ParkingSpace', '701']], { parkee: is('p.1'), space: '701' }],
  ['UnParkedCall', [...one('Parkee', 'p.1'), ...one('Retriever', 'r.1')], { parkee: is('p.1'), retriever: is('r.1') }],
  ['ParkedCallGiveUp', one('Parkee', 'p.1'), { parkee: is('p.1') }],
  ['ParkedCallTimeOut', one('Parkee', 'p.1'), { parkee: is('p.1') }],
  ['QueueCallerJoin', [...me, ...queue, ['Position', '2'], ['Count', '2']], { queue: 'sales', position: 2 }],
  ['QueueCallerLeave', [...me, ...queue, ['Count', '0'], ['Position', '1']], { queue: 'sales', position: 1 }],
  ['QueueCallerAbandon', [...me, ...queue, ['HoldTime', '5']], { queue: 'sales', holdMs: 5_000 }],
  ['AgentCalled', [...me, ...one('Dest', 'b.2'), ...member], { chan: is('a.1'), dest: is('b.2'), ...ofMember }],
  ['AgentConnect', [...me, ...one('Dest', 'b.2'), ...member, ['RingTime', '2'], ['HoldTime', '7']], { holdMs: 7_000 }],
  ['AgentComplete', [...me, ...one('Dest', 'b.2'), ...member, ['Reason', 'agent']], { ...ofMember, reason: 'agent' }],
  ['AgentRingNoAnswer', [...me, ...one('Dest', 'b.2'), ...member, ['RingTime', '2500']], { ringMs: 2_500 }],
  ['QueueMemberStatus', memberState, { ...ofMember, paused: true, pausedReason: 'lunch', status: 6 }],
  ['QueueMemberPause', memberState, { ...ofMember, paused: true }],
  ['QueueMemberAdded', memberState, ofMember],
  ['QueueMemberRemoved', memberState, ofMember],
  [
    'OriginateResponse',
    [
      ['ActionID', 'x-1'],
      ['Response', 'Failure'],
      ['Channel', 'PJSIP/1001'],
      ['Reason', '3'],
      ['Uniqueid', '<unknown>'],
    ],
    { actionId: 'x-1', response: 'Failure', channel: 'PJSIP/1001', uniqueid: null, reason: 3 },
  ],
  [
    'DeviceStateChange',
    [
      ['Device', 'PJSIP/1001'],
      ['State', 'INUSE'],
    ],
    { device: 'PJSIP/1001', state: 'INUSE' },
  ],
  [
    'ContactStatus',
    [
      ['URI', 'sip:1001@127.0.0.1'],
      ['ContactStatus', 'Removed'],
      ['AOR', '1001'],
      ['EndpointName', '1001'],
    ],
    { aor: '1001', endpoint: '1001', status: 'Removed' },
  ],
  [
    'VarSet',
    [...me, ['Variable', '__RB_ATTEMPT'], ['Value', 'x-1']],
    { chan: is('a.1'), variable: 'RB_ATTEMPT', value: 'x-1' },
  ],
  [
    'UserEvent',
    [...me, ['UserEvent', 'CallMonitor'], ['MonFile', '/a b.wav'], ['Empty', '']],
    { userEvent: 'CallMonitor', chan: is('a.1'), fields: { MonFile: '/a b.wav', Empty: '' } },
  ],
  ['UserEvent', [['UserEvent', 'Hello']], { userEvent: 'Hello', chan: null }],
  [
    'FullyBooted',
    [
      ['Uptime', '60'],
      ['LastReload', '60'],
      ['Status', 'Fully Booted'],
    ],
    { uptimeS: 60 },
  ],
  [
    'Shutdown',
    [
      ['Shutdown', 'Cleanly'],
      ['Restart', 'False'],
    ],
    {},
  ],
  [
    'Reload',
    [
      ['Module', 'All'],
      ['Status', '0'],
    ],
    {},
  ],
];

describe('an event', () => {
  test.each(table)('%s is typed', (name, lines, becomes) => {
    const heard = hear(event(name, [['Timestamp', '1763758888.250000'], ...lines]));
    expect(heard.quarantined).toEqual([]);
    expect(heard.events).toMatchObject([{ event: name, at: 1_763_758_888_250, ...becomes }]);
  });

  test.each(table)('%s with a header missing or doubled is never believed half', (name, lines) => {
    for (const [i, [header, value]] of lines.entries()) {
      const doubled = hear(event(name, [...lines.slice(0, i + 1), [header, value], ...lines.slice(i + 1)]));
      expect([header, doubled.events]).toEqual([header, []]);
      const cut = hear(event(name, lines.slice(0, i)));
      // A cut inside a snapshot leaves nothing; behind the last one it can only lose what is optional.
      if (lines.slice(i).some(([left]) => left.endsWith('Linkedid'))) {
        const whole = lines.slice(0, i).filter(([left]) => left.endsWith('Linkedid')).length;
        for (const found of cut.events) expect(JSON.stringify(found).split('"linkedid"').length - 1).toBe(whole);
      }
    }
  });

  test('of no use to us is not even read', () => {
    expect(['Newexten', 'RTCPSent', 'Cdr', '__proto__', 'constructor', ''].map(isUsedEvent)).not.toContain(true);
  });
});

describe('variables', () => {
  const varSet = (variable: string) => event('VarSet', [...me, ['Variable', variable], ['Value', '1']], 'dialplan,all');

  test('are passed on when we act on them, or the site asked for them', () => {
    const text = ['QUEUESTATUS', 'DIALSTATUS', 'RB_X', 'SIPCALLID', 'MIXMONITOR_FILENAME', 'CAMPAIGN']
      .map(varSet)
      .join('');
    const passed = (heard: ReturnType<typeof hear>) =>
      heard.events.map((found) => (found.event === 'VarSet' ? found.variable : found.event));
    expect(passed(hear(text))).toEqual(['QUEUESTATUS', 'DIALSTATUS', 'RB_X', 'MIXMONITOR_FILENAME']);
    expect(passed(hear(text, { variables: ['CAMPAIGN'] }))).toContain('CAMPAIGN');
  });

  test('of the whole PBX belong to no call', () => {
    const lines: Lines = [
      ['Channel', 'none'],
      ['Uniqueid', 'none'],
      ['Variable', 'RB_X'],
      ['Value', '1'],
    ];
    expect(hear(event('VarSet', lines, 'dialplan,all'))).toMatchObject({ events: [], quarantined: [] });
  });

  test('of one channel stay with it', () => {
    const text = event('DialEnd', [
      ...channel({ uniqueid: 'a.1', vars: { DID: '100', 'CALLERID(pres)': 'prohib' } }),
      ...channel({ uniqueid: 'b.2', vars: { did: '200', x: 'a=b' } }, 'Dest'),
      ['DialStatus', 'ANSWER'],
    ]);
    expect(hear(text + text).events).toMatchObject(
      Array(2).fill({
        chan: { vars: { DID: '100', 'CALLERID(PRES)': 'prohib' } },
        dest: { vars: { DID: '200', X: 'a=b' } },
      }),
    );
  });
});
