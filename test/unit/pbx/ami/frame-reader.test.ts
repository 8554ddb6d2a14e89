import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, headerOf, headersOf } from '../../../../pbx/ami/frame.ts';
import { createFrameReader, frameLimits } from '../../../../pbx/ami/frame-reader.ts';
import { hear, listen } from '../../../support/fake-ami/listen.ts';
import { channelEvent, hangup, message } from '../../../support/fake-ami/messages.ts';

const good = hangup({ uniqueid: '1763758999.9' });

function framesOf(bytes: string): Frame[] {
  const frames: Frame[] = [];
  createFrameReader({ onFrame: (frame) => frames.push(frame), onFault: () => {} }).push(Buffer.from(bytes));
  return frames;
}

describe('headers of a frame', () => {
  const [frame] = framesOf(
    'Event: Newchannel\r\nChanVariable: a=1\r\nUniqueID: 1.1\r\nChanVariable: b=2: 3\r\n__proto__: x\r\nconstructor: y\r\nEmpty:\r\n\r\n',
  );
  if (!frame) throw new Error('no frame');

  test('are cut out on demand, in any letter case', () => {
    expect(headerOf(frame, 'Uniqueid')).toBe('1.1');
    expect(headerOf(frame, 'ChanVariable')).toBe('a=1');
    expect(headerOf(frame, 'Empty')).toBe('');
    expect(headerOf(frame, 'Nothing')).toBeNull();
  });

  test('that repeat are lists', () => {
    expect(headersOf(frame).chanvariable).toEqual(['a=1', 'b=2: 3']);
  });

  test('named like parts of an object stay names', () => {
    const headers = headersOf(frame);
    expect(Object.getPrototypeOf(headers)).toBeNull();
    expect(Object.keys(headers)).toContain('__proto__');
    expect(headers.constructor).toEqual(['y']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('prototype pollution', () => {
  test('by header, variable or user field reaches no object', () => {
    const heard = hear(
      message([
        ['Event', '__proto__'],
        ['Privilege', 'call,all'],
      ]) +
        channelEvent('Newstate', { vars: { __proto__x: '1', constructor: 'y' } }, [['__proto__', 'polluted']]).replace(
          '__proto__x=',
          '__proto__=',
        ) +
        message([
          ['Event', 'UserEvent'],
          ['Privilege', 'user,all'],
          ['UserEvent', 'x'],
          ['__proto__', 'polluted'],
          ['constructor', 'polluted'],
          ['ok', 'yes'],
        ]),
    );
    const [state, user] = heard.events;
    expect(state).toMatchObject({ event: 'Newstate' });
    if (state?.event !== 'Newstate' || user?.event !== 'UserEvent') throw new Error('not read');
    expect(Object.keys(state.chan.vars)).toEqual([]);
    expect(Object.entries(user.fields)).toEqual([['ok', 'yes']]);
    expect(JSON.stringify({ ...state.chan.vars, ...user.fields })).toBe('{"ok":"yes"}');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('the reader', () => {
  test('reads the same whatever the splits, with characters of several bytes', () => {
    const text = `Asterisk Call Manager/11.0.0\r\n${channelEvent('Newchannel', { callerName: 'Łódź 👩‍🚒 სახელი' })}\r\n\n${channelEvent(
      'Newstate',
    ).replaceAll('\r\n', '\n')}${good}`;
    const bytes = Buffer.from(text);
    const whole = hear(bytes);
    expect(whole.events.length).toBe(3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const heard = listen();
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          heard.push(Uint8Array.from(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(heard.events).toEqual(whole.events);
        expect(heard.quarantined).toEqual([]);
        expect(heard.banners).toEqual(['Asterisk Call Manager/11.0.0']);
      }),
      { numRuns: 200 },
    );
  });

  test('reads the same whatever ends its lines and messages, and with events glued together', () => {
    const blocks = ['Newchannel', 'Newexten', 'Newstate', 'Hold', 'VarSet', 'Hangup'].map((name, i) =>
      channelEvent(name, { uniqueid: `1763758888.${i}` }),
    );
    const expected = hear(blocks.join('')).events;
    expect(expected.length).toBe(4);
    const style = fc.record({ lf: fc.boolean(), end: fc.constantFrom('\r\n', '\n', '', '\r\n\n\r\n', '\n\n') });
    fc.assert(
      fc.property(
        fc.array(style, { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 3000 }),
        (styles, size) => {
          const text = blocks.map((block, i) => {
            const lines = block.replace(/\r\n\r\n$/, '\r\n');
            const { lf, end } = styles[i] ?? { lf: false, end: '\n' };
            return (lf ? lines.replaceAll('\r\n', '\n') : lines) + end;
          });
          const bytes = Buffer.from(`${text.join('')}\r\n\r\n`);
          const heard = listen();
          for (let at = 0; at < bytes.length; at += size) heard.push(bytes.subarray(at, at + size));
          expect(heard.events).toEqual(expected);
          expect(heard.quarantined).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('gives up a message over 1 MiB, holds little meanwhile, and reads the next', () => {
    const heard = listen();
    heard.push('Event: Newchannel\r\nPrivilege: call,all\r\n');
    const line = Buffer.from(`Header: ${'x'.repeat(1000)}\r\n`);
    for (let sent = 0; sent < 3 * frameLimits.frameBytes; sent += line.length) {
      heard.push(line);
      expect(heard.held()).toBeLessThanOrEqual(frameLimits.frameBytes + line.length);
    }
    heard.push(`\r\n${good}`);
    expect(heard.quarantined).toMatchObject([{ reason: 'frame-too-long' }]);
    expect(heard.quarantined[0]?.raw.length).toBeLessThanOrEqual(4096);
    expect(heard.events).toMatchObject([{ event: 'Hangup' }]);
    expect(heard.held()).toBe(0);
  });

  test('gives up a line without end and reads the next message', () => {
    const heard = listen();
    for (let i = 0; i < 40; i++) heard.push(Buffer.alloc(50_000, 0x61));
    heard.push(`\r\n\r\n${good}`);
    expect(heard.quarantined).toMatchObject([{ reason: 'frame-too-long' }]);
    expect(heard.events).toMatchObject([{ event: 'Hangup' }]);
  });

  test('gives up a message of more than 512 headers', () => {
    const many = Array.from({ length: 600 }, (_, i) => `H${i}: ${i}\r\n`).join('');
    const heard = hear(`Event: Newstate\r\nPrivilege: call,all\r\n${many}\r\n${good}`);
    expect(heard.quarantined).toMatchObject([{ reason: 'too-many-headers', name: 'Newstate' }]);
    expect(heard.events).toMatchObject([{ event: 'Hangup' }]);
  });

  test('a message that comes one byte at a time costs time in proportion to its length', () => {
    const heard = listen();
    const bytes = Buffer.from(channelEvent('Newstate', { callerName: 'x'.repeat(60_000) }));
    for (const byte of bytes) heard.push(Uint8Array.of(byte));
    expect(heard.events).toMatchObject([{ event: 'Newstate' }]);
  });

  test('steps over events nobody wants without decoding them', () => {
    const seen: string[] = [];
    const reader = createFrameReader({
      wants: (name) => name === 'Hangup',
      onFrame: (frame) => seen.push(frame.name),
      onFault: () => {},
    });
    reader.push(Buffer.from(channelEvent('Newexten') + channelEvent('VarSet') + good));
    expect(seen).toEqual(['Hangup']);
    expect(reader.skipped).toBe(2);
  });

  test('does not keep the chunk it was given', () => {
    const heard = listen();
    const chunk = Buffer.from(good);
    heard.push(chunk.subarray(0, 40));
    const rest = Buffer.from(chunk.subarray(40));
    chunk.fill(0);
    heard.push(rest);
    expect(heard.events).toMatchObject([{ event: 'Hangup' }]);
  });
});

describe('noise', () => {
  test('a megabyte of it neither throws nor grows, and the next good event is read', () => {
    const words = [
      'Event: ',
      'Hangup',
      '\r\n',
      '\n',
      '\r\n\r\n',
      ': ',
      'Uniqueid',
      'Channel',
      '\0',
      '\xff',
      'Response: ',
    ];
    let seed = 20_261_121;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const heard = listen();
    for (let sent = 0; sent < 1_000_000; ) {
      const parts = Array.from({ length: 1 + next(60) }, () =>
        next(3) === 0 ? Buffer.from([next(256), next(256)]) : Buffer.from(words[next(words.length)] ?? '', 'latin1'),
      );
      const chunk = Buffer.concat(parts);
      heard.push(chunk);
      sent += chunk.length;
    }
    heard.push(`\r\n\r\n${good}`);
    expect(heard.events).toMatchObject([{ event: 'Hangup', chan: { uniqueid: '1763758999.9' } }]);
    expect(heard.held()).toBe(0);
  });
});
