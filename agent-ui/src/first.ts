import { readFirst } from './app/first-reading.ts';
import { queryClient } from './app/query-client.ts';
import { firstLanguage, startWords } from './i18n/index.ts';

/** What the first drawing waits for; asked for while the browser still reads the rest of the program, which is most of it. */
export const begun: Promise<unknown> = Promise.all([
  startWords(firstLanguage()),
  readFirst(queryClient, location.pathname),
]);
