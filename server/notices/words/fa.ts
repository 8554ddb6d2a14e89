import type { LetterWords } from './letter-words.ts';

export const fa: LetterWords = {
  direction: 'rtl',
  locale: 'fa-IR',
  subject: {
    due_soon: { one: 'موعد نزدیک است: {who}', many: { other: 'موعد {n} تماس نزدیک است' } },
    overdue: { one: 'موعد گذشت: {who}', many: { other: 'موعد {n} تماس گذشته است' } },
    breached: { one: 'هنوز تماس گرفته نشده: {who}', many: { other: '{n} تماس مدت‌هاست عقب افتاده است' } },
  },
  hello: '{name}،',
  withheld: 'تماس‌گیرندهٔ بی‌شماره',
  item: '{who}، خط «{line}»',
  itemWithoutLine: '{who}',
  due: 'موعد: {due} ({zone})',
  why: {
    named: 'نام شما برای این پله آمده است.',
    owner: 'این تماس با شماست.',
    role: 'شما سرپرست هستید.',
    substitute: 'شما جانشین هستید.',
    next_step: 'نام شما برای پلهٔ بعد آمده است.',
    all_supervisors: 'کس دیگری در دسترس نبود، پس به همهٔ سرپرست‌ها خبر داده شد.',
  },
  instead: 'برای {name} بود که در دسترس نبود.',
  open: 'در رینگ‌بک باز کنید: {link}',
  foot: 'با تأیید، از فهرست موعدگذشته‌ها برداشته می‌شود. بدهی تماس تا گفت‌وگو با مشتری باز می‌ماند.',
};
