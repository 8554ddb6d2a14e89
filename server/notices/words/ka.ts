import type { LetterWords } from './letter-words.ts';

export const ka: LetterWords = {
  direction: 'ltr',
  locale: 'ka-GE',
  subject: {
    due_soon: { one: 'ვადა ახლოვდება: {who}', many: { other: '{n} ზარს ვადა უახლოვდება' } },
    overdue: { one: 'ვადა გავიდა: {who}', many: { other: '{n} ზარს ვადა გაუვიდა' } },
    breached: { one: 'ჯერ არ დაურეკავთ: {who}', many: { other: '{n} ზარს ვადა დიდი ხანია გაუვიდა' } },
  },
  hello: '{name},',
  withheld: 'აბონენტი ნომრის გარეშე',
  item: '{who}, ხაზი „{line}“',
  itemWithoutLine: '{who}',
  due: 'ვადა: {due} ({zone})',
  why: {
    named: 'ამ საფეხურზე თქვენ ხართ მითითებული.',
    owner: 'ეს ზარი თქვენია.',
    role: 'თქვენ ზედამხედველი ხართ.',
    substitute: 'თქვენ ცვლით.',
    next_step: 'შემდეგ საფეხურზე თქვენ ხართ მითითებული.',
    all_supervisors: 'სხვა ვერავინ მოიძებნა, ამიტომ ყველა ზედამხედველს ეცნობა.',
  },
  instead: 'ეკუთვნოდა: {name}, მაგრამ ადგილზე არ არის.',
  open: 'გახსენით Ringback-ში: {link}',
  foot: 'დადასტურების შემდეგ ჩანაწერი ვადაგასულთა სიიდან გაქრება. ზარი ღია რჩება, სანამ მომხმარებელს არ დაველაპარაკებით.',
};
