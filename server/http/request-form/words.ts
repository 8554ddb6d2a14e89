import type { Language } from '../../../schema/contracts/common.ts';

/** What a visitor reads: before, while, and after the form is sent, and why a number is refused. */
export interface FormWords {
  readonly title: string;
  readonly lead: string;
  readonly number: string;
  readonly name: string;
  readonly note: string;
  readonly optional: string;
  readonly send: string;
  readonly sending: string;
  readonly thanks: string;
  readonly thanksMore: string;
  readonly noScript: string;
  readonly fax: string;
  readonly 'bad-number': string;
  readonly 'short-number': string;
  readonly 'emergency-number': string;
  readonly 'premium-number': string;
  readonly 'foreign-number': string;
  readonly 'too-many-tries': string;
  readonly later: string;
}

export const formWords: Readonly<Record<Language, FormWords>> = {
  en: {
    title: 'We call you back',
    lead: 'Leave your number. You need not wait on the line.',
    number: 'Your telephone number',
    name: 'Your name',
    note: 'What is it about?',
    optional: 'optional',
    send: 'Call me back',
    sending: 'One moment…',
    thanks: 'Thank you.',
    thanksMore: 'We will call you as soon as we can.',
    noScript: 'Please allow scripts for this form, or call us.',
    fax: 'Leave this empty',
    'bad-number': 'This does not look like a telephone number. Please check it.',
    'short-number': 'This number is too short. Please write it with its area code.',
    'emergency-number': 'This is an emergency number. In an emergency please dial it yourself.',
    'premium-number': 'We cannot call this kind of number. Please give us another one.',
    'foreign-number': 'We cannot call this country from here. Please give us another number.',
    'too-many-tries': 'That was a little often. Please try again in ten minutes.',
    later: 'That did not work. Please try again in a moment.',
  },
  fa: {
    title: 'ما با شما تماس می‌گیریم',
    lead: 'شمارهٔ خود را بگذارید. لازم نیست پشت خط بمانید.',
    number: 'شمارهٔ تلفن شما',
    name: 'نام شما',
    note: 'دربارهٔ چیست؟',
    optional: 'اختیاری',
    send: 'با من تماس بگیرید',
    sending: 'یک لحظه…',
    thanks: 'سپاسگزاریم.',
    thanksMore: 'در نخستین فرصت با شما تماس می‌گیریم.',
    noScript: 'برای این فرم اسکریپت‌ها را روشن کنید یا با ما تماس بگیرید.',
    fax: 'این را خالی بگذارید',
    'bad-number': 'این به شمارهٔ تلفن نمی‌ماند. لطفاً آن را بررسی کنید.',
    'short-number': 'این شماره کوتاه است. لطفاً آن را با کد شهر بنویسید.',
    'emergency-number': 'این شمارهٔ اضطراری است. در وضع اضطراری خودتان آن را بگیرید.',
    'premium-number': 'با این گونه شماره نمی‌توانیم تماس بگیریم. لطفاً شمارهٔ دیگری بدهید.',
    'foreign-number': 'از اینجا نمی‌توانیم با این کشور تماس بگیریم. لطفاً شمارهٔ دیگری بدهید.',
    'too-many-tries': 'کمی زیاد شد. لطفاً ده دقیقهٔ دیگر دوباره بکوشید.',
    later: 'انجام نشد. لطفاً کمی بعد دوباره بکوشید.',
  },
  ru: {
    title: 'Мы вам перезвоним',
    lead: 'Оставьте номер. Ждать на линии не нужно.',
    number: 'Ваш номер телефона',
    name: 'Ваше имя',
    note: 'По какому вопросу?',
    optional: 'необязательно',
    send: 'Перезвоните мне',
    sending: 'Секунду…',
    thanks: 'Спасибо.',
    thanksMore: 'Мы перезвоним при первой возможности.',
    noScript: 'Разрешите скрипты для этой формы или позвоните нам.',
    fax: 'Оставьте пустым',
    'bad-number': 'Это не похоже на номер телефона. Проверьте его, пожалуйста.',
    'short-number': 'Номер слишком короткий. Укажите его с кодом города.',
    'emergency-number': 'Это экстренный номер. В экстренном случае наберите его сами.',
    'premium-number': 'На такие номера мы не звоним. Укажите, пожалуйста, другой.',
    'foreign-number': 'В эту страну мы отсюда не звоним. Укажите, пожалуйста, другой номер.',
    'too-many-tries': 'Слишком часто. Попробуйте ещё раз через десять минут.',
    later: 'Не получилось. Попробуйте ещё раз чуть позже.',
  },
  ka: {
    title: 'ჩვენ დაგირეკავთ',
    lead: 'დაგვიტოვეთ ნომერი. ხაზზე ლოდინი არ არის საჭირო.',
    number: 'თქვენი ტელეფონის ნომერი',
    name: 'თქვენი სახელი',
    note: 'რას ეხება?',
    optional: 'არასავალდებულო',
    send: 'დამირეკეთ',
    sending: 'ერთი წამი…',
    thanks: 'გმადლობთ.',
    thanksMore: 'დაგირეკავთ, როგორც კი შევძლებთ.',
    noScript: 'ამ ფორმისთვის ჩართეთ სკრიპტები ან დაგვირეკეთ.',
    fax: 'ცარიელი დატოვეთ',
    'bad-number': 'ეს ტელეფონის ნომერს არ ჰგავს. გთხოვთ, გადაამოწმეთ.',
    'short-number': 'ნომერი მოკლეა. გთხოვთ, ქალაქის კოდით მიუთითეთ.',
    'emergency-number': 'ეს გადაუდებელი დახმარების ნომერია. საჭიროებისას თავად აკრიფეთ.',
    'premium-number': 'ასეთ ნომრებზე ვერ ვრეკავთ. გთხოვთ, სხვა ნომერი მიუთითეთ.',
    'foreign-number': 'ამ ქვეყანაში აქედან ვერ ვრეკავთ. გთხოვთ, სხვა ნომერი მიუთითეთ.',
    'too-many-tries': 'ცოტა ხშირია. გთხოვთ, ათ წუთში სცადეთ.',
    later: 'ვერ მოხერხდა. გთხოვთ, ცოტა ხანში სცადეთ.',
  },
};
