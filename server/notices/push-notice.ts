import type { Language } from '../../schema/contracts/common.ts';
import type { LiveCard } from '../../schema/contracts/live.ts';
import type { PushedNotice } from '../../schema/contracts/push.ts';
import type { CardGone } from '../../schema/contracts/socket.ts';
import { oneLine } from './clean.ts';
import { pushWords } from './words/push-words.ts';

const fill = (text: string, values: Readonly<Record<string, string>>) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** A caller as one short line: names are the caller's own words. */
function whoOf(card: LiveCard, language: Language): string {
  const [match] = card.matches;
  const name = match?.contact.name ?? card.colleague ?? card.number ?? card.rawNumber;
  return name === null || name === undefined ? pushWords[language].withheld : oneLine(name);
}

function pageOf({ matches, number }: LiveCard): string {
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return `/people/${match.contact.id}`;
  return number === null ? '/' : `/people/number/${encodeURIComponent(number)}`;
}

/** What a browser shows of a ringing call. */
export function ringingNotice(card: LiveCard, language: Language): PushedNotice {
  const words = pushWords[language];
  return {
    kind: 'ringing',
    card: card.id,
    title: fill(words.ringing, { who: whoOf(card, language) }),
    body: card.line === null ? '' : fill(words.onLine, { line: card.line.name }),
    direction: language === 'fa' ? 'rtl' : 'ltr',
    page: pageOf(card),
  };
}

/** What takes its place when the call is somebody else's, or over. */
export function overNotice(card: LiveCard, gone: CardGone, language: Language): PushedNotice {
  const words = pushWords[language];
  const answered = gone.by === null ? words.answered : fill(words.answeredBy, { name: oneLine(gone.by) });
  return {
    kind: 'over',
    card: card.id,
    title: gone.why === 'answered_elsewhere' ? answered : words.over,
    body: whoOf(card, language),
    direction: language === 'fa' ? 'rtl' : 'ltr',
    page: pageOf(card),
  };
}
