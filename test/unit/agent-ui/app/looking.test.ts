import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLooking } from '../../../../agent-ui/src/socket/looking.ts';
import type { News, Topic } from '../../../../schema/contracts/news.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Answer = (last: Readonly<Record<string, number>>) => void;

/** A screen, the words it sent to the server, and what it was made to do. */
function screen() {
  const said: { readonly topics: readonly Topic[]; readonly answer: Answer }[] = [];
  const looking = createLooking((topics, answer) => void said.push({ topics, answer }));
  const done: string[] = [];
  const looker = (name: string) => ({
    onFacts: () => void done.push(`${name} heard`),
    readAgain: (wholly: boolean) => void done.push(`${name} reads${wholly ? ' anew' : ''}`),
  });
  return { said, looking, done, looker };
}

/** Lets what was promised happen. */
const settle = async () => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};
const news = (topic: News['topic'], n: number): News => ({ topic, n, facts: [{ type: 'touched' }], spreadMs: 0 });

describe('a screen that looks at something', () => {
  test('tells the server first and reads then, so that nothing is missed in between', async () => {
    const { said, looking, done, looker } = screen();
    looking.connected();
    looking.look('board', looker('board'));
    const read = looking.watched('board').then(() => done.push('read'));
    await settle();
    expect([said.at(-1)?.topics, done]).toEqual([['board'], []]);
    said.at(-1)?.answer({ board: 7 });
    await read;
    expect(done).toEqual(['board reads', 'read']);
    looking.heard(news('board', 8));
    expect(done.at(-1)).toBe('board heard');
  });

  test('reads anew at a hole in the numbers, and goes on from there; what is old is passed over', async () => {
    const { said, looking, done, looker } = screen();
    looking.connected();
    looking.look('calls', looker('calls'));
    await settle();
    said.at(-1)?.answer({ calls: 3 });
    for (const n of [3, 4, 6, 7, 6]) looking.heard(news('calls', n));
    expect(done).toEqual(['calls reads', 'calls heard', 'calls reads anew', 'calls heard']);
  });

  test('says it once for a page that goes and one that comes', async () => {
    const { said, looking, looker } = screen();
    looking.connected();
    const leave = looking.look('calls', looker('calls'));
    await settle();
    leave();
    looking.look('board', looker('board'));
    await settle();
    expect(said.map(({ topics }) => topics)).toEqual([['calls'], ['board']]);
  });

  test('is not deceived by the answer to an earlier word', async () => {
    const { said, looking, done, looker } = screen();
    looking.connected();
    const leave = looking.look('calls', looker('first'));
    await settle();
    leave();
    await settle();
    looking.look('calls', looker('second'));
    await settle();
    said[0]?.answer({ calls: 1 });
    expect(done).toEqual([]);
    said[2]?.answer({ calls: 5 });
    looking.heard(news('calls', 6));
    expect(done).toEqual(['second reads', 'second heard']);
  });

  test('tells it again when the line comes back, and what was read meanwhile is read anew', async () => {
    const { said, looking, done, looker } = screen();
    looking.connected();
    looking.look('board', looker('board'));
    await settle();
    said.at(-1)?.answer({ board: 1 });
    looking.lost();
    await looking.watched('board');
    looking.heard(news('board', 2));
    looking.connected();
    await settle();
    said.at(-1)?.answer({ board: 0 });
    looking.heard(news('board', 1));
    expect(done).toEqual(['board reads', 'board reads anew', 'board heard']);
  });

  test('reads unwatched when the line does not answer, and anew when it does', async () => {
    const { said, looking, done, looker } = screen();
    looking.look('board', looker('board'));
    let read = false;
    void looking.watched('board').then(() => {
      read = true;
    });
    await vi.advanceTimersByTimeAsync(399);
    expect(read).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(read).toBe(true);
    looking.connected();
    said.at(-1)?.answer({ board: 1 });
    expect(done).toEqual(['board reads anew']);
  });
});

test('what concerns me is heard whatever I look at, from the snapshot on', () => {
  const { looking, done, looker } = screen();
  looking.connected();
  looking.look('mine', looker('mine'));
  looking.heard(news('mine', 1));
  looking.snapshot(4);
  for (const n of [4, 5, 7]) looking.heard(news('mine', n));
  expect(done).toEqual(['mine heard', 'mine reads anew']);
});
