import { wordsOf } from '../../i18n/words.ts';

/** The words of this feature. */
export const useWords = wordsOf<typeof import('./i18n/en.json')>('presence');
