import { describe, expect, test } from 'vitest';
import { escapeHtml, oneLine } from '../../../server/notices/clean.ts';
import { writeLetter } from '../../../server/notices/letter.ts';
import { signature } from '../../../server/notices/webhook.ts';
import type { MailPayload } from '../../../server/store/deliveries.ts';

const item = (over: Partial<MailPayload['items'][number]> = {}): MailPayload['items'][number] => ({
  callbackId: 7,
  origin: 'missed_call',
  step: 'overdue',
  number: '+442079460142',
  contact: 'Brightwater Foods',
  line: { key: 'sales', name: 'Sales' },
  dueAt: Date.parse('2026-10-25T09:30:00Z'),
  timeZone: 'Europe/London',
  rule: 'named',
  insteadOf: null,
  ...over,
});
const letter = (over: Partial<MailPayload> = {}, url: string | null = 'https://calls.example.com') =>
  writeLetter({ language: 'en', name: 'Lena', step: 'overdue', items: [item()], ...over }, url);

describe('a mail', () => {
  test('says who is owed, on which line, due when on its clock, why you, and where to open it', () => {
    const { subject, text } = letter();
    expect(subject).toBe('Overdue: Brightwater Foods +442079460142');
    expect(text).toContain('line Sales');
    expect(text).toMatch(/Due Sun,? 25 October at 09:30|Due Sun,? 25 October.*09:30 \(Europe\/London\)/);
    expect(text).toContain('You are named for this step.');
    expect(text).toContain('https://calls.example.com/callbacks?item=7');
    expect(text).toContain('The callback stays open');
  });

  test('says whom somebody stands in for', () => {
    const { text } = letter({ items: [item({ rule: 'substitute', insteadOf: 'Max' })] });
    expect(text).toContain('You stand in. Meant for Max, who could not be reached.');
  });

  test.each([
    ['en', 3, '3 callbacks are overdue'],
    ['ru', 2, 'Просрочено 2 звонка'],
    ['ru', 5, 'Просрочено 5 звонков'],
    ['ru', 21, 'Просрочен 21 звонок'],
    ['fa', 3, 'موعد ۳ تماس گذشته است'],
    ['ka', 3, '3 ზარს ვადა გაუვიდა'],
  ] as const)('counts several in %s', (language, count, subject) => {
    const items = Array.from({ length: count }, () => item());
    expect(letter({ language, items }).subject).toBe(subject);
  });

  test('is whole in every language: nothing is left to be filled in', () => {
    for (const language of ['en', 'fa', 'ru', 'ka'] as const) {
      for (const step of ['due_soon', 'overdue', 'breached'] as const) {
        for (const rule of ['named', 'owner', 'role', 'substitute', 'next_step', 'all_supervisors'] as const) {
          const items = [item({ rule, insteadOf: 'Max' }), item({ line: null, number: null, contact: null })];
          const both = [letter({ language, step, items }), letter({ language, step, items: items.slice(0, 1) })];
          for (const { subject, text, html } of both) {
            for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\w+\}|undefined|null/);
          }
        }
      }
    }
  });

  test('in Persian reads from right to left, with Persian date and digits', () => {
    const { html, text } = letter({ language: 'fa' });
    expect(html).toContain('dir="rtl"');
    expect(text).toContain('آبان');
    expect(text).toContain('\u2066+442079460142\u2069');
  });

  test('names the first thirty and counts the rest', () => {
    const { text } = letter({ items: Array.from({ length: 45 }, () => item()) });
    expect(text.split('line Sales')).toHaveLength(31);
    expect(text).toContain('+ 15');
  });

  test('a hostile name is one line of harmless text', () => {
    const contact = 'Eve\r\nBcc: victim@example.com\r\n\r\n<img src=x onerror=alert(1)>\u202e{name}"\'&';
    const { subject, text, html } = letter({ items: [item({ contact })] });
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).not.toMatch(/\nBcc:/);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    // What a name brings along is never filled in.
    expect(text).not.toContain('Lena"');
  });
});

describe('texts of strangers', () => {
  test.each([
    ['a\u0000b\tc\u0085d\u2028e', 'a b c d e'],
    ['  spaced   out ', 'spaced out'],
    ['نیم\u200cفاصله', 'نیم\u200cفاصله'],
    ['x'.repeat(100), `${'x'.repeat(79)}…`],
    ['\u{1F600}'.repeat(81), `${'\u{1F600}'.repeat(79)}…`],
  ])('%j becomes one line', (text, line) => expect(oneLine(text)).toBe(line));
  test('HTML is escaped', () =>
    expect(escapeHtml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;'));
});

test('a signature is that of the timestamp and the body together', () => {
  const one = signature('secret-of-sixteen', '1700000000', '{}');
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(signature('secret-of-sixteen', '1700000001', '{}')).not.toBe(one);
  expect(signature('another-of-sixteen', '1700000000', '{}')).not.toBe(one);
});
