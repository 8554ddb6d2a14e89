import { isAbsolute, join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeUnderRoot } from '../../../server/platform/recordings-root.ts';

const where = { root: '/srv/recordings', asNamed: '/var/spool/asterisk/monitor' };

describe('the place of a recording', () => {
  test.each([
    ['2026/11/21/a.wav', '2026/11/21/a.wav'],
    ['/srv/recordings/a.WAV', 'a.WAV'],
    ['/var/spool/asterisk/monitor/2026/a b.mp3', '2026/a b.mp3'],
    ['./a.gsm', 'a.gsm'],
    ['../a.wav', null],
    ['2026/../../a.wav', null],
    ['/srv/recordings/../a.wav', null],
    ['/srv/recordings2/a.wav', null],
    ['/srv/recordings', null],
    ['/etc/passwd', null],
    ['a.wav\u0000.txt', null],
    ['a\\..\\b.wav', null],
    ['a.wav/', null],
    ['', null],
    ['.wav', null],
    ['a.exe', null],
    [`${'a'.repeat(1001)}.wav`, null],
  ])('%j is %j', (named, place) => {
    expect(placeUnderRoot(where, named)).toBe(place);
  });

  test('never leads out of the root, whatever the PBX says', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', 'a.wav', '/', '\\', '%2e%2e', 'srv', 'recordings'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.boolean(), (parts, fromRoot) => {
        const place = placeUnderRoot(where, `${fromRoot ? '/srv/recordings/' : ''}${parts.join('/')}.wav`);
        if (place === null) return;
        const way = relative(where.root, join(where.root, place));
        expect(isAbsolute(place) || way.startsWith('..') || place.split('/').includes('..')).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
});
