import { describe, expect, test } from 'vitest';
import { hear } from '../../../support/fake-ami/listen.ts';
import { bridge, channel, channelEvent, event, hangup, message } from '../../../support/fake-ami/messages.ts';

const good = hangup({ uniqueid: '1763758999.9' });
const born = channelEvent('Newchannel');

/** Reads `odd` between two sound events and returns what became of it; the events around must always come through. */
function survive(odd: string | Uint8Array) {
  const heard = hear(Buffer.concat([Buffer.from(born), Buffer.from(odd), Buffer.from(good)]));
  expect(heard.events[0]).toMatchObject({ event: 'Newchannel', chan: { uniqueid: '1763758888.1' } });
  expect(heard.events.at(-1)).toMatchObject({ event: 'Hangup', cause: 16, chan: { uniqueid: '1763758999.9' } });
  return {
    events: heard.events.slice(1, -1),
    reasons: heard.quarantined.map(({ reason }) => reason),
    responses: heard.responses,
  };
}

describe('odd input seen in the wild is survived, and the next good event is read', () => {
  test('1 a header with neither blank nor value', () => {
    const odd = channelEvent('Newstate', {}).replace('AccountCode: \r\n', 'AccountCode:\r\n');
    expect(odd).toContain('AccountCode:\r\n');
    expect(survive(odd)).toMatchObject({ events: [{ event: 'Newstate', chan: { accountCode: null } }], reasons: [] });
  });

  test('2 a block ended by CR LF and LF', () => {
    const odd = channelEvent('Newstate').replace(/\r\n\r\n$/, '\r\n\n');
    expect(survive(odd).events).toMatchObject([{ event: 'Newstate' }]);
  });

  test('3 one LF line inside a CR LF block', () => {
    const odd = channelEvent('Newstate').replace('Context: from-trunk\r\n', 'Context: from-trunk\n');
    expect(survive(odd).events).toMatchObject([{ event: 'Newstate', chan: { context: 'from-trunk' } }]);
  });

  test('4 extra blank lines between blocks', () => {
    expect(survive(`\r\n\n\r\n${channelEvent('Newstate')}\r\n\r\n`)).toMatchObject({
      events: [{ event: 'Newstate' }],
      reasons: [],
    });
  });

  test('5 the tail of an event with no Event line', () => {
    expect(survive('ame: CID:441632960001\r\nPriority: 1\r\nUniqueid: 1.1\r\n\r\n')).toMatchObject({
      events: [],
      reasons: ['no-event'],
    });
  });

  test('6 a reply without its end', () => {
    expect(survive(`Response: Success\r\nMessage: pong\r\n${channelEvent('Newstate')}`)).toMatchObject({
      events: [{ event: 'Newstate' }],
      reasons: [],
      responses: ['Success'],
    });
  });

  test('7 a line without a colon inside an event', () => {
    const odd = channelEvent('Newstate').replace('Priority: 1\r\n', '--END SMS EVENT--\r\nPriority: 1\r\n');
    expect(survive(odd)).toMatchObject({ events: [], reasons: ['line-without-colon'] });
  });

  test('8 the output of a command, as 13 and as 14 write it', () => {
    const old =
      'Response: Follows\r\nPrivilege: Command\r\n2 active channels\n\nuptime: long\n--END COMMAND--\r\n\r\nResponse: Success\r\nOutput: a\r\nOutput: b: c\r\n\r\n';
    expect(survive(old).events).toEqual([]);
  });

  test('9 ChanVariable with a channel in its name, and repeated', () => {
    const odd = event('Newstate', [
      ...channel({ channel: 'SIP/x-1', vars: { DID: '100', RecFile: '/a/b=c.wav' } }),
      ['ChanVariable(SIP/x-1)', 'campaign=spring'],
    ]);
    expect(survive(odd).events).toMatchObject([
      { event: 'Newstate', chan: { vars: { DID: '100', RECFILE: '/a/b=c.wav', CAMPAIGN: 'spring' } } },
    ]);
  });

  test('10 values that hold a colon or JSON', () => {
    const name = '{"a": "b: c", "d": [1]}';
    expect(survive(channelEvent('Newstate', { callerName: name })).events).toMatchObject([
      { chan: { callerName: name } },
    ]);
  });

  test('11 values with line breaks, escaped or raw', () => {
    expect(survive(channelEvent('Newstate', { callerName: 'a\\r\\nEvent: Hangup' })).events).toMatchObject([
      { chan: { callerName: 'a\\r\\nEvent: Hangup' } },
    ]);
    const raw = survive(channelEvent('Newstate', { callerNum: '1\r\n\r\nEvent: Hangup\r\nUniqueid: 1.1\r\nX: ' }));
    expect(raw.events).toEqual([]);
    expect(raw.reasons.length).toBe(2);
  });

  test('12 header names in another case', () => {
    const odd = channelEvent('Newstate')
      .replace('Uniqueid', 'UniqueID')
      .replace('Linkedid', 'LinkedID')
      .replace('CallerIDNum', 'callerIdNum');
    expect(survive(odd).events).toMatchObject([
      { event: 'Newstate', chan: { uniqueid: '1763758888.1', callerNum: '+441632960001' } },
    ]);
  });

  test.each(['<null>', 'none', '', '<unknown>'])('13 Uniqueid: %j is no identity', (uniqueid) => {
    expect(survive(channelEvent('Newstate', { uniqueid, linkedid: '1.1' }))).toMatchObject({
      events: [],
      reasons: ['bad-identity'],
    });
  });

  test.each(['7f3c9a52-0c1d-4a1e-9b7e-1d2e3f4a5b6c', 'pbx-1763758888.7'])('13 Uniqueid: %s is one', (uniqueid) => {
    expect(survive(channelEvent('Newstate', { uniqueid })).events).toMatchObject([{ chan: { uniqueid } }]);
  });

  test('14 no Linkedid', () => {
    const odd = event('Newstate', channel().slice(0, -1));
    expect(survive(odd)).toMatchObject({ events: [], reasons: ['missing-header'] });
  });

  test.each(['Asterisk Call Manager/1.0', 'Asterisk Call Manager/13.0.0', 'SomeProxy v2 ready'])(
    '15 the banner %s',
    (banner) => {
      const heard = hear(`${banner}\r\n${born}`);
      expect(heard.events).toMatchObject([{ event: 'Newchannel' }]);
      expect(heard.quarantined).toEqual([]);
      expect(heard.banners).toEqual([banner]);
    },
  );

  test('15 no banner at all', () => {
    expect(hear(born).events).toMatchObject([{ event: 'Newchannel' }]);
  });

  test('16 lines over 4 KiB are kept, over 64 KiB dropped', () => {
    const long = 'x'.repeat(5000);
    expect(survive(channelEvent('Newstate', { callerName: long })).events).toMatchObject([
      { chan: { callerName: long } },
    ]);
    expect(survive(channelEvent('Newstate', { callerName: 'x'.repeat(70_000) }))).toMatchObject({
      events: [],
      reasons: ['line-too-long'],
    });
  });

  test('17 names that are not UTF-8, hold NUL, emoji or direction overrides', () => {
    const [before = '', after = ''] = channelEvent('Newstate', { callerName: '@@' }).split('@@');
    const latin = survive(
      Buffer.concat([Buffer.from(before), Buffer.from([0x4d, 0xfc, 0x6c, 0xcf]), Buffer.from(after)]),
    );
    expect(latin.events).toMatchObject([{ chan: { callerName: 'M\uFFFDl\uFFFD' } }]);
    for (const name of ['👩‍🚒 Ünï', '\u202Eevil\u202C', 'ქეთი', 'سارا'])
      expect(survive(channelEvent('Newstate', { callerName: name })).events).toMatchObject([
        { chan: { callerName: name } },
      ]);
    expect(survive(channelEvent('Newstate', { callerName: 'a\0b' })).events).toMatchObject([
      { chan: { callerName: 'a\uFFFDb' } },
    ]);
  });

  test.each([
    ['<unknown>', null],
    ['', null],
    ['Anonymous', 'Anonymous'],
    ['anonymous', 'anonymous'],
    ['Restricted', 'Restricted'],
    ['asterisk', 'asterisk'],
    ['s', 's'],
    ['unknown', 'unknown'],
    ['+315080xxxxx', '+315080xxxxx'],
    ['00', '00'],
  ])('18 caller ID %j', (callerNum, expected) => {
    expect(survive(channelEvent('Newstate', { callerNum })).events).toMatchObject([{ chan: { callerNum: expected } }]);
  });

  test('19 an event before the login reply, a reply without ActionID', () => {
    const heard = hear(`Asterisk Call Manager/5.0\r\n${born}Response: Success\r\nMessage: ok\r\n\r\n${good}`);
    expect(heard.events.map(({ event: name }) => name)).toEqual(['Newchannel', 'Hangup']);
    expect(heard.responses).toEqual(['Success']);
  });

  test('20 the same event twice comes twice', () => {
    expect(survive(channelEvent('Newstate') + channelEvent('Newstate')).events.length).toBe(2);
  });

  test('21 a Hangup without cause, and with cause 0', () => {
    expect(survive(channelEvent('Hangup')).events).toMatchObject([{ event: 'Hangup', cause: null, causeText: null }]);
    expect(survive(hangup({}, '0', 'Unknown')).events).toMatchObject([{ cause: 0, causeText: 'Unknown' }]);
  });

  test('22 bytes missing in the capture', () => {
    const odd = channelEvent('Newstate').replace(
      'Priority: 1\r\n',
      '[125 bytes missing in capture file].Priority: 1\r\n',
    );
    expect(survive(odd).events).toEqual([]);
    const noColon = channelEvent('Newstate').replace('Priority: 1\r\n', '[125 bytes missing in capture file]\r\n');
    expect(survive(noColon)).toMatchObject({ events: [], reasons: ['line-without-colon'] });
  });

  test('23 FullyBooted twice and mid-stream', () => {
    const booted = event('FullyBooted', [['Status', 'Fully Booted']], 'system,all');
    expect(survive(booted + booted).events).toMatchObject([
      { event: 'FullyBooted', uptimeS: null },
      { event: 'FullyBooted' },
    ]);
  });

  test('24 QueueCallerAbandon with no join, QueueCallerLeave after it', () => {
    const inQueue = [...channel(), ['Queue', 'sales'], ['Position', '1']] as const;
    const odd =
      event('QueueCallerAbandon', [...inQueue, ['OriginalPosition', '1'], ['HoldTime', '11']], 'agent,all') +
      event('QueueCallerLeave', [...inQueue, ['Count', '0']], 'agent,all');
    expect(survive(odd).events).toMatchObject([
      { event: 'QueueCallerAbandon', queue: 'sales', holdMs: 11_000 },
      { event: 'QueueCallerLeave', queue: 'sales' },
    ]);
  });

  test('an outcome of a queue call whose phone is gone already has no Dest (22.10)', () => {
    const lines = [...channel(), ['Queue', 'sales'], ['Interface', 'PJSIP/1002'], ['Reason', 'caller']] as const;
    expect(survive(event('AgentComplete', lines, 'agent,all')).events).toMatchObject([
      { event: 'AgentComplete', dest: null, interface: 'PJSIP/1002', reason: 'caller' },
    ]);
  });

  test('two events in one block are two events', () => {
    const glued =
      channelEvent('Newexten').replace(/\r\n\r\n$/, '\r\n') + event('BridgeEnter', [...bridge, ...channel()]);
    expect(survive(glued).events).toMatchObject([{ event: 'BridgeEnter', bridgeType: 'basic' }]);
  });

  test('entries of a list somebody else asked for are no news', () => {
    const item = message([
      ['Event', 'DeviceStateChange'],
      ['ActionID', '7'],
      ['Device', 'PJSIP/1001'],
      ['State', 'INUSE'],
    ]);
    expect(survive(item)).toMatchObject({ events: [], reasons: [] });
  });
});
