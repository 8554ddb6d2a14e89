import { createMatchIndex } from '../server/domain/contact/match-index.ts';
import { createPlainTable } from './bare/plain-table.ts';
import { measure, medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';
import { customerNumber } from './stream/generate.ts';
import { seeded } from './stream/random.ts';

const NUMBERS = 1_000_000;
const LOOKUPS = 500_000;
const EDITS = 50;

function* allPairs(): Generator<readonly [string, number]> {
  for (let n = 0; n < NUMBERS; n += 1) yield [customerNumber(n), n + 1];
  // Some share a line with somebody.
  for (let n = 0; n < NUMBERS; n += 100) yield [customerNumber(n), NUMBERS + n];
}

/** Finding the people behind a number in memory. */
export const match: Bench = {
  name: 'match',
  about: 'memory and time of the number index, beside a plain open-addressing table',
  async run() {
    const index = createMatchIndex();
    const plain = createPlainTable(NUMBERS);
    const load = await measure(() => index.load(allPairs()));
    for (let n = 0; n < NUMBERS; n += 1) plain.set(customerNumber(n), n + 1);
    const random = seeded(3);
    // One in ten is a stranger. Built as the reader builds them: cut out of a longer text.
    const text = Array.from({ length: LOOKUPS }, () => customerNumber(Math.floor(random() * NUMBERS * 1.1))).join(' ');
    const asked = text.split(' ');
    let found = 0;
    const rounds = await sideBySide(
      [
        {
          name: 'plain',
          run() {
            for (const number of asked) found += plain.get(number);
          },
        },
        {
          name: 'ours',
          run() {
            for (const number of asked) found += index.lookup(number)[0] ?? 0;
          },
        },
      ],
      { rounds: 15, warmUps: 3 },
    );
    if (found === 0) throw new Error('Nobody was found');
    const bytes = index.bytes / index.numbers;
    const edits = await measure(() => {
      for (let n = 0; n < EDITS; n += 1) index.set(n * 1000 + 1, [customerNumber(n * 1000), customerNumber(n + 7)]);
    });
    const ns = (name: string) => rounded((medianOf(rounds, name) * 1000) / LOOKUPS);
    return {
      lines: [
        `${index.numbers} numbers loaded in ${rounded(load.wallMs)} ms; nanoseconds of CPU a lookup:`,
        `  plain ${ns('plain')}, ours ${ns('ours')}; an edit takes ${rounded(edits.wallMs / EDITS)} ms and is visible at once`,
      ],
      figures: [
        { name: 'bytesPerNumber', value: rounded(bytes), most: 25 },
        { name: 'timeToPlain', value: rounded(ratioOf(rounds, 'ours', 'plain')), most: 2 },
        { name: 'editMs', value: rounded(edits.wallMs / EDITS), most: 1000 },
      ],
    };
  },
};
