import { describe, expect, test } from 'vitest';
import { missedReasons } from '../../../../server/domain/call/call-record.ts';
import { languages, wordsIn } from '../words-in.ts';

const features = ['call-log', 'debt-board', 'admin', 'recordings'];
const base = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const places = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();

describe.each(features)('the words of %s', (feature) => {
  const english = wordsIn(feature, 'en');

  test.each(languages)('are complete in %s', (language) => {
    const words = wordsIn(feature, language);
    expect([...new Set(Object.keys(words).map(base))].sort()).toEqual(
      [...new Set(Object.keys(english).map(base))].sort(),
    );
    expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test.each(languages)('have the plural forms of %s', (language) => {
    const words = wordsIn(feature, language);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set(
      Object.keys(english)
        .filter((key) => base(key) !== key)
        .map(base),
    );
    const missing = [...plurals]
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !(key in words));
    expect(missing).toEqual([]);
  });

  test.each(languages)('keep the places of every sentence in %s', (language) => {
    const words = wordsIn(feature, language);
    const torn = Object.entries(words).filter(([key, text]) => {
      const model = english[key] ?? english[`${base(key)}_other`] ?? '';
      // A form for exactly one may leave the number out.
      const wanted = places(model).filter((name) => name !== 'count');
      return (
        places(text)
          .filter((name) => name !== 'count')
          .join() !== wanted.join()
      );
    });
    expect(torn).toEqual([]);
  });
});

test.each(languages)('every reason of a missed call is explained in %s', (language) => {
  const words = wordsIn('call-log', language);
  for (const reason of missedReasons) expect(words).toHaveProperty([`why.missed.${reason}`]);
  for (const result of ['answered', 'lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone']) {
    expect(words).toHaveProperty([`legs.${result}`]);
  }
});

test('nobody is told that a caller was abandoned', () => {
  for (const feature of features) {
    expect(Object.values(wordsIn(feature, 'en')).filter((text) => /abandon/i.test(text))).toEqual([]);
  }
});
