import { createElement, Fragment, type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
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
 */
export function wordsOf<File>(namespace: string): () => Words<KeyOf<File>> {
  return function useWords() {
    const { t: translate, i18n } = useTranslation(namespace);
    const language = isLanguage(i18n.language) ? i18n.language : 'en';
    const t = useCallback((key: string, values?: Values) => translate(key, { ...values }), [translate]);
    const maybe = useCallback(
      (key: string, values?: Values) =>
        i18n.exists(key, { ns: namespace }) ? translate(key, { ...values }) : undefined,
      [translate, i18n],
    );
    const rich = useCallback(
      (key: string, parts: Parts, values?: Values) => {
        // Each element's place is kept by a private-use mark while the sentence is being translated.
        const names = Object.keys(parts);
        const marks = Object.fromEntries(names.map((name, at) => [name, `\ue000${at}\ue001`]));
        return assemble(translate(key, { ...values, ...marks }), names, parts);
      },
      [translate],
    );
    return { language, t, rich, maybe };
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
