import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listen } from '../../../support/fake-ami/listen.ts';
import { bridge, channel, channelEvent, event, hangup } from '../../../support/fake-ami/messages.ts';

// `listen` reads everything twice, the long way too, and demands the same.

/** A stream of its own for each seed: the same on every machine. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const folder = join(import.meta.dirname, '../../../traces/own');
const recordings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ami'))
  .map((name) => readFileSync(join(folder, name)));

const leg = (number: string) =>
  channel({ callerNum: number, uniqueid: '1763758888.1', vars: { DID: '100', X: number } });
const dest = (name: string) =>
  channel({ channel: 'PJSIP/1002-9', callerName: name, uniqueid: '1763758889.2', vars: { DID: '100' } }, 'Dest');
const inCall = (number: string): string[] => [
  channelEvent('Newchannel', { callerNum: number }),
  channelEvent('Newstate', { callerNum: number, vars: { DID: '100', X: number } }),
  event('DialBegin', [...leg(number), ...dest(number), ['DialString', number]]),
  event('DialEnd', [...leg(number), ...dest('Anna'), ['DialStatus', 'ANSWER']]),
  event('BridgeEnter', [...bridge, ...leg(number)]),
  event('QueueCallerJoin', [...leg(number), ['Queue', 'sales'], ['Position', '1'], ['Count', '1']], 'agent,all'),
  event('DeviceStateChange', [
    ['Device', number],
    ['State', 'INUSE'],
  ]),
  event('UserEvent', [...leg(number), ['UserEvent', 'CallMonitor'], ['MonFile', number]], 'user,all'),
  hangup({ callerNum: number }),
];

describe('a message built like one before it is read as the long way reads it', () => {
  test.each(['+441632960001', 'სახელი სახელი', '<unknown>', '', 'a: b', 'a\rb', 'a\0b', 'M\xfcl', 'x'.repeat(9000)])(
    'whatever its values: %j',
    (value) => {
      const heard = listen();
      const sound = inCall('+441632960002').join('');
      const odd = inCall(value).join('');
      for (const stream of [sound, odd, odd, sound, Buffer.from(odd, 'latin1'), sound]) heard.push(stream);
      expect(heard.events.length).toBeGreaterThan(30);
    },
  );

  test('one line more, less, twice or elsewhere is never overlooked, with whatever ends it', () => {
    const next = chance(7);
    const messages = inCall('+441632960003');
    const heard = listen();
    heard.push(messages.join('').repeat(2));
    const strangers = [
      'X: 1',
      'Uniqueid: 1.1',
      'Linkedid: 1.1',
      'ChanVariable: DID=7',
      'Event: Hangup',
      'Exten: 1',
      'x',
    ];
    for (let round = 0; round < 1500; round++) {
      const lines = (messages[next(messages.length)] ?? '').split('\r\n').slice(0, -2);
      const at = next(lines.length + 1);
      const what = next(5);
      if (what === 0) lines.splice(at, 1);
      else if (what === 1) lines.splice(at, 0, lines[next(lines.length)] ?? '');
      else if (what === 2) lines.splice(at, 0, strangers[next(strangers.length)] ?? '');
      else if (what === 3) lines.push(...lines.splice(at, 1));
      const odd = next(8) === 0 ? next(lines.length) : -1;
      heard.push(`${lines.map((line, i) => line + (i === odd ? '\n' : '\r\n')).join('')}\r\n`);
      if (round % 50 === 0) heard.push(messages.join(''));
    }
    expect(heard.quarantined.length).toBeGreaterThan(500);
  });

  test('recordings with bytes changed, lost and doubled at random, split anywhere', () => {
    const next = chance(11);
    expect(recordings.length).toBeGreaterThan(20);
    for (const recording of recordings) {
      const heard = listen();
      heard.push(recording);
      const bytes = Buffer.from(recording);
      for (let hits = 0; hits < 40; hits++) bytes[next(bytes.length)] = [13, 10, 0, 58, 32, 255, 65, 49][next(8)] ?? 0;
      for (let at = 0; at < bytes.length; ) {
        const size = 1 + next(3000);
        heard.push(bytes.subarray(at, at + size));
        at += size - (next(40) === 0 ? next(200) : 0) + (next(40) === 0 ? next(200) : 0);
        if (size < 200 && next(2) === 0) at = Math.max(0, at);
      }
      heard.push('\r\n\r\n');
      heard.push(recording);
    }
  });
});
