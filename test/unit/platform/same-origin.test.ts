import { describe, expect, test } from 'vitest';
import { isFromHere, isSameOrigin, sessionIn } from '../../../server/platform/same-origin.ts';

describe('our own pages', () => {
  test.each([
    ['http://desk.example:8480', 'desk.example:8480', true],
    ['http://desk.example', 'desk.example:80', true],
    ['https://desk.example', 'desk.example:443', true],
    ['https://desk.example', 'desk.example', true],
    ['http://desk.example:8480', 'desk.example', false],
    ['http://desk.example.evil.example', 'desk.example', false],
    ['http://evil.example/desk.example', 'desk.example', false],
    ['http://desk.example@evil.example', 'desk.example', false],
    ['null', 'desk.example', false],
    ['null', 'null', false],
    ['file://', '', false],
    ['', 'desk.example', false],
    ['http://desk.example', undefined, false],
  ])('%s to %s: %s', (origin, host, same) => {
    expect(isSameOrigin({ origin }, host, null)).toBe(same);
  });

  test('may be known under a public address', () => {
    const publicUrl = 'https://calls.example.com';
    expect(isSameOrigin({ origin: publicUrl }, '10.0.0.7:8480', publicUrl)).toBe(true);
    expect(isSameOrigin({ origin: 'http://calls.example.com' }, '10.0.0.7:8480', publicUrl)).toBe(false);
  });

  test('without an Origin only the browser’s own word counts', () => {
    expect(isSameOrigin({ 'sec-fetch-site': 'same-origin' }, 'x', null)).toBe(true);
    for (const site of ['same-site', 'cross-site', 'none', undefined]) {
      expect(isSameOrigin({ 'sec-fetch-site': site }, 'x', null)).toBe(false);
    }
    // An Origin that is foreign is not made good by anything else.
    expect(isSameOrigin({ origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }, 'x', null)).toBe(false);
  });
});

describe('a request from this machine', () => {
  const from = (remoteAddress: string | undefined, headers = {}) => isFromHere({ socket: { remoteAddress }, headers });

  test('comes over loopback and was passed on by nobody', () => {
    expect(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'].map((address) => from(address))).not.toContain(false);
    expect(['10.0.0.1', '1270.0.0.1', '::2', undefined].map((address) => from(address))).not.toContain(true);
    expect(from('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(false);
    expect(from('127.0.0.1', { forwarded: 'for=127.0.0.1' })).toBe(false);
  });
});

describe('the session in a Cookie header', () => {
  test('is found among others and not mistaken for them', () => {
    expect(sessionIn('a=1; rb_session=abc; b=2')).toBe('abc');
    expect(sessionIn('xrb_session=evil; b=rb_session=evil')).toBeUndefined();
    expect(sessionIn(undefined)).toBeUndefined();
  });
});
