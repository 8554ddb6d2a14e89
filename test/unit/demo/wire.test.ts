import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { ActionReader } from '../../../pbx/demo/ami/action.ts';
import { clean, eventFrame, frame } from '../../../pbx/demo/ami/frame.ts';
import { aTown, start, wireOf } from './town.ts';

describe('a frame', () => {
  test('has name, privilege and time first, and ends with an empty line', () => {
    const event = { name: 'Hangup', class: 'call', at: start + 7, headers: [['Cause', 16]] } as const;
    expect(eventFrame(event)).toBe(
      'Event: Hangup\r\nPrivilege: call,all\r\nTimestamp: 1772528400.007000\r\nCause: 16\r\n\r\n',
    );
  });

  test.each(['a\r\n\r\nEvent: Hangup', 'a\nb', 'a\u0085b', 'a\u2028b', 'a\u0000b\u001bc', 'a\rb'])(
    'keeps %j on its line',
    (value) => {
      expect(frame([['CallerIDName', value]]).match(/\r\n|[\n\r\u0085\u2028\0]/g)).toEqual(['\r\n', '\r\n']);
    },
  );

  test('leaves names of any script as they are', () => {
    expect(clean('ნინო رضا Олег <img onerror=x> "Q"')).toBe('ნინო رضا Олег <img onerror=x> "Q"');
  });
});

test('a caller who puts frames into his name and number forges nothing', () => {
  const town = aTown();
  const name = 'Eve\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nUniqueid: 1.1';
  const number = '+44\r\n\r\nEvent: Shutdown';
  const { id } = town.control.placeCall({ caller: { number, name }, line: 'sales' });
  town.time.pass(5_000);
  town.control.hangUp(id);
  const wire = wireOf(town.events);
  expect(wire.split('\r\n\r\n').length - 1).toBe(town.events.length);
  const { events, quarantined } = readTrace(Buffer.from(wire));
  expect(quarantined).toEqual([]);
  expect(events.filter(({ event }) => event === 'Shutdown')).toEqual([]);
  const [first] = events;
  expect(first?.event === 'Newchannel' && first.chan.callerName).toBe(
    'Eve Event: Hangup Privilege: call,all Uniqueid: 1.1',
  );
});

test('the channel snapshot has all headers in the order of Asterisk', () => {
  const town = aTown();
  town.control.placeCall({ caller: 'known', line: 'sales' });
  const first = town.events[0];
  expect(first?.headers.map(([name, value]) => (name === 'ChanVariable' ? String(value).split('=')[0] : name))).toEqual(
    [
      'Channel',
      'ChannelState',
      'ChannelStateDesc',
      'CallerIDNum',
      'CallerIDName',
      'ConnectedLineNum',
      'ConnectedLineName',
      'Language',
      'AccountCode',
      'Context',
      'Exten',
      'Priority',
      'Uniqueid',
      'Linkedid',
      'DID',
      'RECFILE',
      'QUEUESTATUS',
      'DIALSTATUS',
      'VMSTATUS',
      'CALLERID(pres)',
      'RB_ATTEMPT',
      'RB_RESULT',
    ],
  );
  town.stop();
});

describe('reading actions', () => {
  test('takes them apart however the bytes are cut, CRLF or LF', () => {
    const reader = new ActionReader();
    const bytes = 'Action: Ping\r\nActionID: 1\r\n\r\nActionId: 2\nVariable: a=b\nvariable: c=d: e\naction: Setvar\n\n';
    const actions = [...bytes].flatMap((byte) => reader.push(byte) ?? []);
    expect(actions.map(({ name, id }) => [name, id])).toEqual([
      ['ping', '1'],
      ['setvar', '2'],
    ]);
    expect(actions[1]?.all('Variable')).toEqual(['a=b', 'c=d: e']);
    expect(actions[1]?.get('nothing')).toBeNull();
  });

  test('gives up on a request without end', () => {
    const reader = new ActionReader();
    expect(reader.push('x'.repeat(70_000))).toBeNull();
    const lines = new ActionReader();
    expect(lines.push('Variable: a=b\r\n'.repeat(6_000))).toBeNull();
  });
});
