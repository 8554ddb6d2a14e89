import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hear } from '../../../support/fake-ami/listen.ts';
import { bridge, type ChannelLike, channel, channelEvent, event, hangup } from '../../../support/fake-ami/messages.ts';

/** The call somebody would like to end or fake from outside. */
const victim = { channel: 'PJSIP/1001-00000007', uniqueid: '1763758000.7', linkedid: '1763758000.6' };
const attacker = (number: string): ChannelLike => ({ callerNum: number, uniqueid: '1763758888.1' });
const before = channelEvent('Newchannel', victim);
const after = channelEvent('Newstate', { ...victim, state: 'Up' });

/** Reads true events of a caller whose number is `number`, between two sound events of another call. */
function read(...texts: string[]) {
  const heard = hear(before + texts.join('') + after);
  expect(heard.events[0]).toMatchObject({ event: 'Newchannel', chan: victim });
  expect(heard.events.at(-1)).toMatchObject({ event: 'Newstate', chan: victim });
  return { between: heard.events.slice(1, -1), quarantined: heard.quarantined };
}

/** Every kind of true event the caller's number stands in. */
function trueEvents(number: string): string[] {
  const me = channel(attacker(number));
  const leg = channel({ channel: 'PJSIP/1002-00000009', connectedNum: number, uniqueid: '1763758889.2' }, 'Dest');
  return [
    channelEvent('Newchannel', attacker(number)),
    hangup(attacker(number)),
    event('BridgeEnter', [...bridge, ...me]),
    event('DialBegin', [...me, ...leg, ['DialString', '1002']]),
    event('DialEnd', [...leg, ['DialStatus', 'ANSWER']]),
    event('QueueCallerAbandon', [...me, ['Queue', 'sales'], ['Position', '1'], ['HoldTime', '5']], 'agent,all'),
  ];
}

describe('a caller whose number holds line breaks', () => {
  test('forges a Hangup of another call: neither half is believed', () => {
    const number = `+44\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nUniqueid: ${victim.uniqueid}\r\nX: `;
    for (const text of trueEvents(number)) {
      const { between, quarantined } = read(text);
      expect(between).toEqual([]);
      expect(quarantined.length).toBeGreaterThanOrEqual(2);
    }
  });

  test.each([
    ['Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\nRestart: False'],
    ['Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted'],
    ['Event: DeviceStateChange\r\nPrivilege: call,all\r\nDevice: PJSIP/1001\r\nState: INUSE'],
    ['Event: BridgeDestroy\r\nPrivilege: call,all\r\nBridgeUniqueid: b\r\nBridgeType: basic'],
    ['Event: OriginateResponse\r\nPrivilege: call,all\r\nResponse: Failure\r\nReason: 3'],
    ['Event: UserEvent\r\nPrivilege: user,all\r\nUserEvent: CallMonitor\r\nMonFile: /etc/passwd'],
    ['Event: QueueMemberPause\r\nPrivilege: agent,all\r\nQueue: sales\r\nInterface: PJSIP/1001\r\nPaused: 1'],
  ])('forges %j: the rest of the true event behind it gives it away', (forged) => {
    for (const text of trueEvents(`+44\r\n\r\n${forged}`)) expect(read(text).between).toEqual([]);
  });

  test('forges with two of his values at once: the order of the snapshot gives it away', () => {
    const callerNum =
      '1\r\n\r\nEvent: Newstate\r\nPrivilege: call,all\r\nChannel: PJSIP/1001-00000007\r\nChannelState: 6';
    const text = channelEvent('Newstate', {
      callerNum,
      exten: '1\r\nChannelStateDesc: Up\r\nCallerIDNum: 2',
    });
    expect(read(text).between).toEqual([]);
  });

  test('doubles a header by a single line break: the event is not believed', () => {
    for (const header of ['Uniqueid: 1763758000.7', 'Linkedid: 1763758000.6', 'Channel: PJSIP/1001-00000007']) {
      const { between, quarantined } = read(channelEvent('Newstate', attacker(`1\r\n${header}`)));
      expect(between).toEqual([]);
      expect(quarantined.length).toBe(1);
    }
  });

  test('replaces a channel variable by a line break in another one', () => {
    const text = channelEvent('Newstate', {
      vars: { DID: '1\r\nChanVariable: RECFILE=/etc/passwd', RECFILE: '/a.wav' },
    });
    expect(read(text)).toMatchObject({ between: [], quarantined: [{ reason: 'duplicate-header' }] });
  });

  test('leaves out Privilege where the stream carries it', () => {
    const text = channelEvent('Newstate', attacker('1')).replace('Privilege: call,all\r\n', '');
    expect(read(text)).toMatchObject({ between: [], quarantined: [{ reason: 'bad-privilege' }] });
  });

  test('whatever he writes into 80 characters, no other call is touched and no half event is applied', () => {
    const piece = fc.constantFrom(
      '\r\n',
      '\n',
      '\r\n\r\n',
      '\n\n',
      'Event: Hangup',
      'Event: BridgeEnter',
      'Event: Shutdown',
      'Privilege: call,all',
      'Channel: PJSIP/1001-00000007',
      'Uniqueid: 1763758000.7',
      'Linkedid: 1763758000.6',
      'ChannelState: 6',
      'ChannelStateDesc: Up',
      'CallerIDNum: 1',
      'BridgeUniqueid: b',
      'BridgeType: basic',
      'Response: Success',
      'Cause: 16',
      'X: ',
      ': ',
      '12',
    );
    const numbers = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('').slice(0, 80));
    fc.assert(
      fc.property(numbers, (number) => {
        for (const text of trueEvents(number)) {
          for (const found of read(text).between) {
            // What came through is a true event of the caller's own call, whole.
            const chan = 'chan' in found ? found.chan : null;
            expect([null, '1763758888.1']).toContain(chan?.uniqueid ?? null);
            expect(['Newchannel', 'Hangup', 'BridgeEnter', 'DialBegin', 'DialEnd', 'QueueCallerAbandon']).toContain(
              found.event,
            );
            expect(number.trim()).not.toMatch(/[\r\n]/);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
