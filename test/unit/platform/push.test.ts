import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../../server/platform/private-address.ts';
import { isReceiver, newPushKeys, seal, vapid } from '../../../server/platform/push-seal.ts';
import { mayPushTo } from '../../../server/platform/web-push.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

describe('what is pushed', () => {
  test('is sealed as the standard’s own example', () => {
    // RFC 8291, section 5.
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
    const to = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    const sealed = seal('When I grow up, I want to be a watermelon', to, pair, bytes('DGv6ra1nlYgDCS1FRnbzlw'));
    expect(sealed.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  test('is read by the browser it was sealed for', () => {
    const browser = createECDH('prime256v1');
    const auth = Buffer.alloc(16, 7);
    const to = { p256dh: browser.generateKeys().toString('base64url'), auth: auth.toString('base64url') };
    const sealed = seal('ნინო calls', to);
    const [salt, theirs] = [sealed.subarray(0, 16), sealed.subarray(21, 86)];
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), theirs]);
    const secret = Buffer.from(hkdfSync('sha256', browser.computeSecret(theirs), auth, info, 32));
    const part = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
    const open = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
    open.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([open.update(sealed.subarray(86, -16)), open.final()]);
    expect(text.at(-1)).toBe(2);
    expect(text.subarray(0, -1).toString()).toBe('ნინო calls');
  });

  test('says who sends, signed with the key it names', () => {
    const keys = newPushKeys();
    const header = vapid('https://push.example', 'https://ringback.example', keys, 1_000_000);
    const [, head = '', claims = '', signature = '', named] = /^vapid t=(.+)\.(.+)\.(.+), k=(.+)$/.exec(header) ?? [];
    expect(named).toBe(keys.publicKey);
    expect(JSON.parse(bytes(claims).toString())).toEqual({
      aud: 'https://push.example',
      exp: 1_000 + 43_200,
      sub: 'https://ringback.example',
    });
    const point = bytes(keys.publicKey);
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const told = Buffer.from(`${head}.${claims}`);
    expect(verify('sha256', told, { key, dsaEncoding: 'ieee-p1363' }, bytes(signature))).toBe(true);
  });

  test('a browser that gives no key gets nothing', () => {
    const point = createECDH('prime256v1').generateKeys();
    const auth = Buffer.alloc(16).toString('base64url');
    expect(isReceiver({ p256dh: point.toString('base64url'), auth })).toBe(true);
    expect(isReceiver({ p256dh: Buffer.alloc(65, 4).toString('base64url'), auth })).toBe(false);
    expect(isReceiver({ p256dh: 'short', auth })).toBe(false);
    expect(isReceiver({ p256dh: point.toString('base64url'), auth: 'short' })).toBe(false);
  });
});

describe('where a browser wants to be written to', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/x',
    'https://93.184.216.34/push',
  ])('%s is let through', (endpoint) => expect(mayPushTo(endpoint)).toBe(true));

  test.each([
    'http://push.example.com/x',
    'https://push.example.com:8443/x',
    'https://user:secret@push.example.com/x',
    'https://localhost/x',
    'https://intranet/x',
    'https://printer.local/x',
    'https://metadata.google.internal/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://[2002:7f00:1::]/x',
    'file:///etc/passwd',
    'not an address',
    `https://push.example.com/${'x'.repeat(1000)}`,
  ])('%s is refused', (endpoint) => expect(mayPushTo(endpoint)).toBe(false));

  test('loopback is for tests alone', () => {
    expect(mayPushTo('http://127.0.0.1:4000/x', true)).toBe(true);
    expect(mayPushTo('http://127.0.0.2:4000/x', true)).toBe(false);
  });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '100.64.1.1', '224.0.0.1', 'fe80::1', 'nonsense'])(
    '%s is no public address',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  test.each(['8.8.8.8', '2a00:1450:4001::1'])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true));
});
