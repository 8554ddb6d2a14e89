import type { MailPayload } from '../store/deliveries.ts';
import { escapeHtml, oneLine } from './clean.ts';
import { en } from './words/en.ts';
import { fa } from './words/fa.ts';
import { ka } from './words/ka.ts';
import type { LetterWords } from './words/letter-words.ts';
import { ru } from './words/ru.ts';

/** A mail as it is written: one plain text and the same as simple HTML. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Item = MailPayload['items'][number];

const languages: Readonly<Record<MailPayload['language'], LetterWords>> = { en, fa, ru, ka };

/** Beyond this a mail counts the rest instead of naming it. */
const mostNamed = 30;

/** Writes the mail of one step in the reader's language. Names of callers and lines are cleaned first. */
export function writeLetter({ language, name, step, items }: MailPayload, publicUrl: string | null): Letter {
  const words = languages[language];
  const [first] = items;
  const named = words.subject[step];
  const subject =
    items.length === 1 && first
      ? fill(named.one, { who: whoOf(first, words) })
      : fill(plural(words, named.many, items.length), { n: items.length.toLocaleString(words.locale) });
  const blocks = items.slice(0, mostNamed).map((item) => linesOf(item, words, publicUrl));
  const hello = fill(words.hello, { name: oneLine(name) });
  const more = items.length > mostNamed ? [`+ ${(items.length - mostNamed).toLocaleString(words.locale)}`] : [];
  const text = [hello, ...blocks.map((lines) => lines.map(({ text }) => text).join('\n')), ...more, words.foot].join(
    '\n\n',
  );
  const html = [
    `<!doctype html><html lang="${language}" dir="${words.direction}"><body style="font-family: sans-serif; line-height: 1.5">`,
    `<p>${escapeHtml(hello)}</p>`,
    ...blocks.map((lines) => `<p>${lines.map(({ html }) => html).join('<br>')}</p>`),
    ...more.map((line) => `<p>${line}</p>`),
    `<p style="color: #47524f">${escapeHtml(words.foot)}</p></body></html>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}

function linesOf(item: Item, words: LetterWords, publicUrl: string | null): { text: string; html: string }[] {
  const who = whoOf(item, words);
  const title = item.line
    ? fill(words.item, { who, line: oneLine(item.line.name) })
    : fill(words.itemWithoutLine, { who });
  const due = fill(words.due, { due: clock(item.dueAt, item.timeZone, words.locale), zone: item.timeZone });
  const why = words.why[item.rule];
  const instead = item.insteadOf === null ? [] : [fill(words.instead, { name: oneLine(item.insteadOf) })];
  const plain = [title, due, [why, ...instead].join(' ')];
  const lines = plain.map((line, n) => ({
    text: line,
    html: n === 0 ? `<strong>${escapeHtml(line)}</strong>` : escapeHtml(line),
  }));
  if (publicUrl === null) return lines;
  const link = `${publicUrl}/callbacks?item=${item.callbackId}`;
  const [before = '', after = ''] = words.open.split('{link}');
  const shown = `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
  return [...lines, { text: fill(words.open, { link }), html: `${escapeHtml(before)}${shown}${escapeHtml(after)}` }];
}

/** The contact and the number, as far as they are known; a number reads from left to right in every language. */
function whoOf({ contact, number }: Item, words: LetterWords): string {
  const digits = number === null ? null : words.direction === 'rtl' ? `\u2066${number}\u2069` : number;
  const name = contact === null ? null : oneLine(contact, 60);
  if (name && digits) return `${name} ${digits}`;
  return name || (digits ?? words.withheld);
}

function clock(at: number, timeZone: string, locale: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, { ...options, hourCycle: 'h23', timeZone }).format(at);
}

function plural(words: LetterWords, forms: Readonly<Record<string, string>>, count: number): string {
  return forms[new Intl.PluralRules(words.locale).select(count)] ?? forms.other ?? '';
}

/** Each place is filled once: what a name brings along is never read as another place. */
function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, key: string) => values[key] ?? place);
}
