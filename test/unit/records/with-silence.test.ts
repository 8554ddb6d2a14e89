import { expect, test } from 'vitest';
import { withSilence } from '../../../server/domain/records/with-silence.ts';
import { aTalkedCall } from '../../support/call-records.ts';

const recording = { uniqueid: '1700000010.1', file: 'a.wav', startedAt: 1_000 };
const talk = { endedAt: 60_000, talkedMs: 20_000 };
const muted = [{ from: 2_000, to: 9_000 }];

test('a call told by the records keeps the stretches of silence that were seen, whoever named the file', () => {
  const told = aTalkedCall({
    ...talk,
    recordings: [recording, { ...recording, uniqueid: '1700000010.2', file: 'b.wav' }],
  });
  for (const seen of [
    { ...recording, file: null, muted },
    { ...recording, uniqueid: '1700000010.9', muted },
  ]) {
    const { recordings } = withSilence(told, aTalkedCall({ ...talk, recordings: [seen] }));
    expect(recordings.map((one) => one.muted)).toEqual([muted, undefined]);
  }
});

test('a call in which nothing was silenced stays as it is told', () => {
  const told = aTalkedCall({ ...talk, recordings: [recording] });
  expect(withSilence(told, aTalkedCall({ ...talk, recordings: [recording] }))).toBe(told);
});
