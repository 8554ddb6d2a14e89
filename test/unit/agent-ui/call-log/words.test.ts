import { expect, test } from 'vitest';
import { missedReasons } from '../../../../server/domain/call/call-record.ts';
import { languages, wordsIn } from '../words-in.ts';

test.each(languages)('every reason of a missed call is explained in %s', (language) => {
  const words = wordsIn('call-log', language);
  for (const reason of missedReasons) expect(words).toHaveProperty([`why.missed.${reason}`]);
  for (const result of ['answered', 'lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone']) {
    expect(words).toHaveProperty([`legs.${result}`]);
  }
});

test('nobody is told that a caller was abandoned', () => {
  for (const feature of ['call-log', 'debt-board', 'recordings', 'admin']) {
    expect(Object.values(wordsIn(feature, 'en')).filter((text) => /abandon/i.test(text))).toEqual([]);
  }
});
