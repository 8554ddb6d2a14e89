import type { LetterWords } from './letter-words.ts';

export const en: LetterWords = {
  direction: 'ltr',
  locale: 'en-GB',
  subject: {
    due_soon: {
      one: 'Due soon: {who}',
      many: { one: '{n} callback is due soon', other: '{n} callbacks are due soon' },
    },
    overdue: { one: 'Overdue: {who}', many: { one: '{n} callback is overdue', other: '{n} callbacks are overdue' } },
    breached: {
      one: 'Still not called back: {who}',
      many: { one: '{n} callback is long overdue', other: '{n} callbacks are long overdue' },
    },
  },
  hello: '{name},',
  withheld: 'a caller without a number',
  item: '{who}, line {line}',
  itemWithoutLine: '{who}',
  due: 'Due {due} ({zone})',
  why: {
    named: 'You are named for this step.',
    owner: 'This callback is yours.',
    role: 'You are a supervisor.',
    substitute: 'You stand in.',
    next_step: 'You are named for the next step.',
    all_supervisors: 'Nobody else could be reached, so all supervisors are told.',
  },
  instead: 'Meant for {name}, who could not be reached.',
  open: 'Open in Ringback: {link}',
  foot: 'Acknowledging it takes it off the breach list. The callback stays open until the customer was reached.',
};
