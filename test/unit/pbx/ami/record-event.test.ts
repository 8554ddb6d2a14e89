import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFictitious } from '../../../../pbx/ami/fictitious.ts';
import { createFrameReader } from '../../../../pbx/ami/frame-reader.ts';
import { isUsedEvent } from '../../../../pbx/ami/parse-event.ts';
import { recordingHead } from '../../../../pbx/ami/record.ts';
import { fictitiousEvent } from '../../../../pbx/ami/record-event.ts';
import { judgeStream, type ReplayedCall } from '../../../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../../../server/cli/site-yaml.ts';

const root = join(import.meta.dirname, '../../../..');
const site = siteMapOf(readSite(join(root, 'pbx/asterisk/site.yaml')));
const folder = join(root, 'test/traces/own');
const stories = readdirSync(folder).filter((file) => file.endsWith('.ami'));
const keep = site.lines.flatMap(({ dids }) => dids);
const fictitious = createFictitious({ key: Buffer.from('a key of the test'), keep });

/** A stream as `ringback record` would have written it. */
function recorded(bytes: Uint8Array): string {
  let told = recordingHead;
  const reader = createFrameReader({
    wants: isUsedEvent,
    onFrame({ kind, text }) {
      if (kind === 'event') told += fictitiousEvent(text, fictitious) ?? '';
    },
    onFault() {},
  });
  reader.push(bytes);
  reader.push(Buffer.from('\r\n\r\n'));
  return told;
}

/** The original's verdict, with the numbers it must have in the recording. */
function disguised(call: ReplayedCall): ReplayedCall {
  const other = (text: string | null) => (text === null ? null : fictitious.number(text));
  return {
    ...call,
    caller: other(call.caller),
    called: other(call.called),
    talkedWith: call.talkedWith.map(fictitious.number),
    recordings: call.recordings.map((file) => `fictitious/${fictitious.word(file)}.wav`),
  };
}

describe.each(stories)('a recording of %s', (story) => {
  const bytes = readFileSync(join(folder, story));
  const told = recorded(bytes);

  test('is judged like the original, but for the numbers', () => {
    const original = judgeStream(bytes, site).calls;
    expect(judgeStream(Buffer.from(told), site).calls).toEqual(original.map(disguised));
  });

  test('holds no name and no number of the original', () => {
    const text = bytes.toString('utf8');
    const names = [...text.matchAll(/(?:CallerIDName|ConnectedLineName): ([^\r\n<]{4,})/g)].map(
      ([, name]) => name ?? '',
    );
    const numbers = [...text.matchAll(/(?:CallerIDNum|ConnectedLineNum): \+?(\d{7,})/g)].map(
      ([, number]) => number ?? '',
    );
    const own = keep.map((did) => did.replace('+', ''));
    const secrets = new Set(
      [...names, ...numbers.map((number) => number.slice(-7))].filter((one) => !/^anonymous$/i.test(one)),
    );
    const seen = [...secrets].filter((one) => told.includes(one) && !own.some((did) => did.endsWith(one)));
    expect(seen).toEqual([]);
  });
});

describe('a fictitious number', () => {
  test('keeps beginning, length and form, is always the same, and is the same number in every spelling', () => {
    const spellings = ['+447700900123', '447700900123', '07700900123', '0044 7700 900-123', '(07700) 900123'];
    const ends = spellings.map((spelling) => {
      const other = fictitious.number(spelling);
      expect(other.replace(/\d/g, '0')).toBe(spelling.replace(/\d/g, '0'));
      expect(other.slice(0, 4)).toBe(spelling.slice(0, 4));
      return other.replace(/\D/g, '').slice(-9);
    });
    expect(new Set(ends).size).toBe(1);
    expect(ends[0]).not.toBe('700900123');
  });

  test('is another one for another number', () => {
    const others = Array.from({ length: 20_000 }, (_, n) => fictitious.number(`+4477009${String(n).padStart(5, '0')}`));
    expect(new Set(others).size).toBe(20_000);
  });

  test('leaves extensions, ids and the own lines alone', () => {
    for (const text of ['1001', '12345', '*97', 's', '+442079460100', '02079460100'])
      expect(fictitious.number(text)).toBe(text);
    const ids =
      'PJSIP/1001-0000001a 1795296582.19 0b1c2d3e-1111-4222-8333-123456789012 Local/1001@from-queue-00000004;2';
    expect(fictitious.numbersIn(ids)).toBe(ids);
    expect(fictitious.numbersIn('Local/447700900123@out-00000004;1')).toMatch(/^Local\/447700\d{6}@out-00000004;1$/);
    expect(fictitious.numbersIn('Local/447700900123@out-00000004;1')).not.toContain('900123');
  });

  test('cannot be found without the key', () => {
    const other = createFictitious({ key: Buffer.from('another key') });
    expect(other.number('+447700900123')).not.toBe(fictitious.number('+447700900123'));
  });
});

describe('an event that may be shown', () => {
  const event = (...lines: string[]) => fictitiousEvent(`${lines.join('\r\n')}\r\n`, fictitious);

  test('carries no variable, no text and no secret that a verdict does not need', () => {
    const told = event(
      'Event: Newchannel',
      'Privilege: call,all',
      'Channel: PJSIP/trunk-00000001',
      'CallerIDNum: olga.petrova',
      'CallerIDName: +44 7700 900123',
      'AccountCode: Petrova Ltd',
      'Exten: 447700900123',
      'Secret: hunter2',
      'ChanVariable: SIPSECRET=hunter2',
      'ChanVariable: NOTE=Olga Petrova',
      'ChanVariable: RECFILE=2026/olga-447700900123.wav',
      'ChanVariable: RB_ATTEMPT=0b1c2d3e-1111-4222-8333-123456789012',
      'Olga Petrova, 07700900123',
    );
    expect(told).not.toMatch(/olga|petrova|hunter2|900123|900 ?123/i);
    expect(told).toContain('ChanVariable: RB_ATTEMPT=0b1c2d3e-1111-4222-8333-123456789012');
    expect(told).toContain('Secret: x');
    expect(told?.split('\r\n').at(-3)).toBe('x');
  });

  test('is left out when it is a variable or an event of somebody else', () => {
    expect(event('Event: VarSet', 'Variable: PASSWORD', 'Value: hunter2')).toBeNull();
    expect(event('Event: UserEvent', 'UserEvent: Billing', 'Customer: Olga Petrova')).toBeNull();
    expect(event('Event: VarSet', 'Variable: __RB_DID', 'Value: +447700900123')).not.toContain('900123');
  });

  test('does not take a forged header at its word', () => {
    const told = event(
      'Event: Hangup',
      'Uniqueid: Olga Petrova',
      'Timestamp: call 07700900123',
      'Cause-txt: 07700900123',
    );
    expect(told).not.toMatch(/olga|900123/i);
  });
});
