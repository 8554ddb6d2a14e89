import { wordsOf } from '../../i18n/words.ts';

export const useWords = wordsOf<typeof import('./i18n/en.json')>('contacts');
