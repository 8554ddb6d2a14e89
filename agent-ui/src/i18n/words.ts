import i18next from 'i18next';
import { createElement, Fragment, type ReactNode, useSyncExternalStore } from 'react';
import { isLanguage, type UiLanguage } from './index.ts';

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
/** A key as it is asked for: plural forms share one. */
export type KeyOf<Words> = keyof Words extends infer K
  ? K extends `${infer Base}_${PluralSuffix}`
    ? Base
    : Extract<K, string>
  : never;

type Values = Readonly<Record<string, string | number>>;
type Parts = Readonly<Record<string, ReactNode>>;

/** What `useWords` gives: `t` for plain text, `rich` for a sentence with elements in its places, `has` for open lists. */
export interface Words<Key extends string> {
  readonly language: UiLanguage;
  readonly t: (key: Key, values?: Values) => string;
  /** `{{name}}` places take elements; `<b>…</b>` is bold. Counts go in `values`. */
  readonly rich: (key: Key, parts: Parts, values?: Values) => ReactNode;
  /** The text of a key that comes from outside (a code); undefined when there is none. */
  readonly maybe: (key: string, values?: Values) => string | undefined;
}

/**
 * The words of one namespace, with its keys checked by the compiler:
 * `export const useWords = wordsOf<typeof import('./i18n/en.json')>('today');`
 * They are the same object for as long as the language is.
 */
export function wordsOf<File>(namespace: string): () => Words<KeyOf<File>> {
  const spoken = new Map<UiLanguage, Words<KeyOf<File>>>();
  return function useWords() {
    const language = useSyncExternalStore(whenLanguageChanges, spokenNow);
    const words = spoken.get(language) ?? wordsIn(namespace, language);
    spoken.set(language, words);
    return words;
  };
}

function whenLanguageChanges(tell: () => void): () => void {
  i18next.on('languageChanged', tell);
  return () => i18next.off('languageChanged', tell);
}
const spokenNow = (): UiLanguage => (isLanguage(i18next.language) ? i18next.language : 'en');

/** A desk asks for hundreds of words with each drawing: what has no values in it is translated once. */
function wordsIn(namespace: string, language: UiLanguage): Words<string> {
  const translate = i18next.getFixedT(language, namespace);
  const plain = new Map<string, string>();
  const t = (key: string, values?: Values): string => {
    if (values !== undefined) return translate(key, { ...values });
    const known = plain.get(key) ?? translate(key);
    plain.set(key, known);
    return known;
  };
  return {
    language,
    t,
    maybe: (key, values) => (i18next.exists(key, { ns: namespace, lng: language }) ? t(key, values) : undefined),
    rich(key, parts, values) {
      // Each element's place is kept by a private-use mark while the sentence is being translated.
      const names = Object.keys(parts);
      const marks = Object.fromEntries(names.map((name, at) => [name, `\ue000${at}\ue001`]));
      return assemble(t(key, { ...values, ...marks }), names, parts);
    },
  };
}

function assemble(sentence: string, names: readonly string[], parts: Parts): ReactNode {
  const pieces = sentence.split(/(<b>.*?<\/b>)/s).map((piece) => {
    const bold = /^<b>(.*)<\/b>$/s.exec(piece);
    return bold?.[1] === undefined
      ? createElement(Fragment, null, ...fill(piece, names, parts))
      : createElement('b', null, ...fill(bold[1], names, parts));
  });
  return createElement(Fragment, null, ...pieces);
}

function fill(text: string, names: readonly string[], parts: Parts): ReactNode[] {
  return text.split(/[\u2068]?\ue000(\d+)\ue001[\u2069]?/).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const name = names[Number(piece)];
    return name === undefined ? '' : parts[name];
  });
}

/** The words all screens share. */
export const useCommon = wordsOf<typeof import('./common/en.json')>('common');
