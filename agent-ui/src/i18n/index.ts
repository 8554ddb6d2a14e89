import i18next, { type FormatterModule } from 'i18next';
import { localDigits } from './digits.ts';
import { withoutBidiMarks } from './plain-name.ts';

export const languages = ['en', 'fa', 'ru', 'ka'] as const;
export type UiLanguage = (typeof languages)[number];

/** How each language names itself in the chooser. */
export const languageNames: Record<UiLanguage, string> = {
  en: 'English',
  fa: 'فارسی',
  ru: 'Русский',
  ka: 'ქართული',
};

/** The `Intl` locale of each language; Persian brings its own digits and calendar. */
export const intlLocale: Record<UiLanguage, string> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian-nu-arabext',
  ru: 'ru-RU',
  ka: 'ka-GE',
};

const numbers = new Map<UiLanguage, Intl.NumberFormat>();
/** Made once for each language: to make one takes longer than to write a hundred numbers. */
export function numbersIn(language: UiLanguage): Intl.NumberFormat {
  const found = numbers.get(language) ?? new Intl.NumberFormat(intlLocale[language]);
  numbers.set(language, found);
  return found;
}

export const directionOf = (language: UiLanguage): 'rtl' | 'ltr' => (language === 'fa' ? 'rtl' : 'ltr');

/** The words of a language are one file: as one a feature they would be a dozen requests before the first drawing. */
const spoken: Record<UiLanguage, () => Promise<{ readonly files: Record<string, Record<string, string>> }>> = {
  en: () => import('./spoken/en.ts'),
  fa: () => import('./spoken/fa.ts'),
  ru: () => import('./spoken/ru.ts'),
  ka: () => import('./spoken/ka.ts'),
};

/** Every `features/<name>/i18n/<language>.json` is the namespace `<name>`; `common` stands beside this file. */
async function wordsOf(language: UiLanguage): Promise<Record<string, Record<string, string>>> {
  const { files } = await spoken[language]();
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => [/features\/([a-z-]+)\/i18n/.exec(path)?.[1] ?? 'common', words]),
  );
}

/** Words are fetched for the language that is spoken, and for no other. */
async function learn(language: UiLanguage): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  for (const [namespace, words] of Object.entries(await wordsOf(language))) {
    i18next.addResourceBundle(language, namespace, words);
  }
}

const strongRtl = /[\u0590-\u08ff]/;
/** A name inside a sentence keeps its own direction, and only its own. */
function isolated(value: string, language: UiLanguage): string {
  const text = withoutBidiMarks(value);
  if (/^[0-9]+$/.test(text)) return localDigits(text, language);
  return language === 'fa' || strongRtl.test(text) ? `\u2068${text}\u2069` : text;
}

export const isLanguage = (value: unknown): value is UiLanguage => languages.some((each) => each === value);
const remembered = 'rb-language';

/** The language to start with, before anyone has signed in. */
export function firstLanguage(): UiLanguage {
  const kept = localStorage.getItem(remembered);
  if (isLanguage(kept)) return kept;
  const wanted = navigator.languages.map((each) => each.slice(0, 2)).find(isLanguage);
  return wanted ?? 'en';
}

/** Changes the language of the whole screen: words, direction, digits. */
export async function speak(language: UiLanguage): Promise<void> {
  localStorage.setItem(remembered, language);
  await learn(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

/** How a value is written inside a sentence: numbers in the digits of the language, names isolated. */
const values: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, lng) => {
    const language = isLanguage(lng) ? lng : 'en';
    if (typeof value === 'number') return numbersIn(language).format(value);
    return isolated(String(value), language);
  },
};

/** Starts the translations; to be awaited before the first screen is drawn. */
export async function startWords(language: UiLanguage): Promise<void> {
  await i18next.use(values).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: await wordsOf(language) },
    defaultNS: 'common',
    keySeparator: false,
    returnNull: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  await speak(language);
}
