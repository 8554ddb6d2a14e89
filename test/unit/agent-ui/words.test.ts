import { describe, expect, test } from 'vitest';
import { readSource, sourceFiles } from '../house/source-files.ts';

const languages = ['en', 'fa', 'ru', 'ka'] as const;
const plural = /_(zero|one|two|few|many|other)$/;
const files = sourceFiles('.json').filter((path) => /^agent-ui\/src\/.*(i18n|common)\/(en|fa|ru|ka)\.json$/.test(path));
const folders = [...new Set(files.map((path) => path.replace(/\/[a-z]{2}\.json$/, '')))];

function wordsOf(folder: string, language: string): Record<string, string> {
  return JSON.parse(readSource(`${folder}/${language}.json`)) as Record<string, string>;
}
const base = (key: string): string => key.replace(plural, '');
const places = (text: string): string[] => [...new Set(text.match(/{{\w+}}|<\/?b>/g) ?? [])].sort();

/** Numbers that some plural forms may leave out: "one call" needs no figure. */
const withoutCount = (text: string): string[] => places(text).filter((place) => place !== '{{count}}');

describe.each(folders)('the words of %s', (folder) => {
  const english = wordsOf(folder, 'en');
  const bases = [...new Set(Object.keys(english).map(base))].sort();

  test.each(languages)('are complete in %s', (language) => {
    const words = wordsOf(folder, language);
    expect([...new Set(Object.keys(words).map(base))].sort()).toEqual(bases);
    expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test.each(languages)('have every plural form that %s knows', (language) => {
    const words = wordsOf(folder, language);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [
      ...new Set(
        Object.keys(english)
          .filter((key) => plural.test(key))
          .map(base),
      ),
    ];
    const missing = counted.flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((formed) => words[formed] === undefined),
    );
    expect(missing).toEqual([]);
  });

  test.each(languages)('keep their places in %s', (language) => {
    const wrong = Object.entries(wordsOf(folder, language)).filter(([key, text]) => {
      const pattern = english[key] ?? english[`${base(key)}_other`] ?? '';
      return withoutCount(text).join() !== withoutCount(pattern).join();
    });
    expect(wrong).toEqual([]);
  });
});

describe('the screens', () => {
  test('there are words to check', () => {
    expect(folders.length).toBeGreaterThan(6);
  });

  test('no text stands in the markup itself', () => {
    const stray = sourceFiles('.tsx')
      .filter((path) => path.startsWith('agent-ui/src/'))
      .flatMap((path) => literalTexts(readSource(path)).map((text) => `${path}: ${text}`));
    expect(stray).toEqual([]);
  });
});

/** Letters between a tag's end and the next tag, and letters in attributes that people read. */
function literalTexts(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  // A tag ends with `>` after a word, a quote or a brace; `=>` and types in angle brackets do not.
  const between = [...code.matchAll(/(?:["'}\w]|\/)>\s*([^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*)\s*<\/?[\w]/gu)];
  const attributes = [...code.matchAll(/\s(?:title|aria-label|placeholder|label|alt)="([^"]*\p{L}[^"]*)"/gu)];
  return [...between, ...attributes].map(([, text]) => (text ?? '').trim()).filter((text) => !allowed.test(text));
}
/** Code between two elements (`, name:`), and what is Latin everywhere: names of keys, VIP. */
const allowed = /^[,:]|:$|^(Ctrl|Esc|Shift|Alt|VIP)$/;
