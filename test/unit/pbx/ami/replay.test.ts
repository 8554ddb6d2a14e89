import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../../pbx/ami/replay.ts';
import { channelEvent, event, hangup } from '../../../support/fake-ami/messages.ts';

const bytes = (text: string) => Buffer.from(text);
const times = (text: string) => readTrace(bytes(text)).events.map(({ at }) => at);
const stamped = (text: string, stamp: string) => text.replace('Channel:', `Timestamp: ${stamp}\r\nChannel:`);
const booted = event('FullyBooted', [['Status', 'Fully Booted']], 'system,all');

describe('a recorded stream', () => {
  test("keeps the PBX's clock, which never runs backwards", () => {
    const text =
      stamped(channelEvent('Newchannel'), '1763758888.100000') +
      stamped(channelEvent('Newstate'), '1763758887.000000') +
      stamped(hangup(), '1763758890.250000');
    expect(times(text)).toEqual([1_763_758_888_100, 1_763_758_888_100, 1_763_758_890_250]);
  });

  test('without a clock gets one: a second an event, ahead to each new channel', () => {
    const text =
      booted +
      channelEvent('Newchannel', { uniqueid: '1763758888.1' }) +
      channelEvent('Newstate', { uniqueid: '1763758888.1' }) +
      channelEvent('Newchannel', { uniqueid: 'pbx-1763758899.2' }) +
      hangup({ uniqueid: '1763758888.1' });
    expect(times(text).map((at) => at - 1_763_758_888_000)).toEqual([0, 1_000, 2_000, 11_000, 12_000]);
  });

  test('is read with greeting, replies, and an end in the middle of a message', () => {
    const text = `Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: ok\r\n\r\n${booted}${channelEvent('Newchannel')}${hangup().slice(0, 150)}`;
    const trace = readTrace(bytes(text));
    expect(trace.events.map((found) => found.event)).toEqual(['FullyBooted', 'Newchannel']);
    expect(trace.quarantined).toMatchObject([{ name: 'Hangup' }]);
  });

  test('may be empty', () => {
    expect(readTrace(new Uint8Array())).toEqual({ events: [], quarantined: [] });
  });
});
