import { pick } from './chance.ts';
import type { Random } from './ports.ts';

type Notes = Readonly<Record<string, readonly string[]>>;

const english: Notes = {
  orders: [
    'Weekly order as usual, plus two crates of lemons.',
    'Changed Thursday to Friday; wants the invoice split.',
    'Asked for olive oil in 5 l tins; offered 3 l until Monday.',
    'Confirmed the order by phone, no substitutes please.',
  ],
  sales: [
    'Sent the price list for pallets; will compare and call.',
    'Tasting on the 14th, bring the new cheeses.',
    'Happy with the first delivery, wants payment within 30 days.',
  ],
  support: [
    'Two jars broken, credit note promised by tomorrow.',
    'Could not open the invoice; sent again as PDF.',
    'Fridge truck was late; apologised, watching the next one.',
  ],
  deliveries: [
    'Gate code changed, noted for the driver.',
    'Delivery moved to before eight, back entrance.',
    'Driver waits at the loading bay from 7:15.',
  ],
};

const persian: Notes = {
  orders: ['سفارش هفتگی ثبت شد؛ زعفران دو بسته اضافه.', 'تحویل را به شنبه انداختیم.'],
  sales: ['قیمت عمده را فرستادم؛ هفتهٔ بعد تماس می‌گیرد.', 'برای مهمانی سفارش بزرگ می‌خواهد.'],
  support: ['یک جعبه آسیب دیده بود؛ فردا جایگزین می‌شود.'],
  deliveries: ['نشانی انبار تازه را گرفتم.'],
};

const russian: Notes = {
  orders: ['Повторили прошлый заказ, добавили гречку.'],
  sales: ['Отправила прайс, перезвонит в среду.', 'Просит отсрочку на две недели.'],
  support: ['Пересорт в накладной, исправим сегодня.', 'Разбилась банка, оформила возврат.'],
  deliveries: ['Привезти до девяти, вход со двора.'],
};

const georgian: Notes = {
  orders: ['ყოველკვირეული შეკვეთა, დაემატა ტყემალი.', 'შეკვეთა გადავიტანეთ პარასკევს.'],
  sales: ['გავუგზავნე ფასები, თვითონ დარეკავს.'],
  support: ['ინვოისი ხელახლა გავუგზავნე.', 'ორი ყუთი დააკლდა, ხვალ მივიტანთ.'],
  deliveries: ['მძღოლმა უკანა შესასვლელით შევიდეს.'],
};

const byLanguage: Readonly<Record<string, Notes>> = { en: english, fa: persian, ru: russian, ka: georgian };

/** What an agent wrote after such a call, in the language he works in. */
export function noteFor(random: Random, language: string, line: string): string | undefined {
  return pick(random, byLanguage[language]?.[line] ?? english[line] ?? []);
}
