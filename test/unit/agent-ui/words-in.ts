import { readFileSync } from 'node:fs';

export const languages = ['en', 'fa', 'ru', 'ka'] as const;

/** The words of one feature in one language, as they lie in its file. */
export function wordsIn(feature: string, language: (typeof languages)[number]): Readonly<Record<string, string>> {
  const path = new URL(`../../../agent-ui/src/features/${feature}/i18n/${language}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}
