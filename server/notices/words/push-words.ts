import type { Language } from '../../../schema/contracts/common.ts';

/** What a pushed notice says. `{who}`, `{line}` and `{name}` are filled in. */
interface PushWords {
  readonly ringing: string;
  readonly onLine: string;
  readonly withheld: string;
  readonly answeredBy: string;
  readonly answered: string;
  readonly over: string;
}

export const pushWords: Readonly<Record<Language, PushWords>> = {
  en: {
    ringing: '{who} is calling',
    onLine: 'On {line}. Your phone rings.',
    withheld: 'A caller without a number',
    answeredBy: 'Answered by {name}',
    answered: 'Answered',
    over: 'The call is over',
  },
  fa: {
    ringing: '{who} تماس می‌گیرد',
    onLine: 'روی «{line}». تلفن شما زنگ می‌خورد.',
    withheld: 'تماس‌گیرنده‌ای بدون شماره',
    answeredBy: '{name} پاسخ داد',
    answered: 'پاسخ داده شد',
    over: 'تماس تمام شد',
  },
  ru: {
    ringing: 'Звонит {who}',
    onLine: 'На линии «{line}». Ваш телефон звонит.',
    withheld: 'Звонящий без номера',
    answeredBy: 'Ответил(а) {name}',
    answered: 'На звонок ответили',
    over: 'Звонок окончен',
  },
  ka: {
    ringing: 'რეკავს {who}',
    onLine: 'ხაზი: {line}. თქვენი ტელეფონი რეკავს.',
    withheld: 'დამრეკავი ნომრის გარეშე',
    answeredBy: 'უპასუხა: {name}',
    answered: 'ზარს უპასუხეს',
    over: 'ზარი დასრულდა',
  },
};
