import { expect, test } from 'vitest';
import { withNews } from '../../../../agent-ui/src/features/today/today-news.ts';
import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';

const bob = { id: 2, name: 'Bob' };
const row = (id: number, part: Partial<CallbackView> = {}) =>
  ({ id, state: 'open', claimedBy: null, note: 'kept', ...part }) as CallbackView;
const today: Today = {
  items: [row(1), row(2)],
  settled: [],
  days: [],
  closed: [],
  done: { calledBack: 0, reached: 0, settled: 0 },
};

test('a known row shows at once who took it', () => {
  const { items } = withNews(today, [{ type: 'brief', brief: { id: 2, state: 'claimed', claimedBy: bob } }]);
  expect(items).toEqual([row(1), row(2, { state: 'claimed', claimedBy: bob })]);
});

test('a row that was settled goes; one that is not known changes nothing', () => {
  const { items } = withNews(today, [
    { type: 'brief', brief: { id: 1, state: 'returned', claimedBy: null } },
    { type: 'brief', brief: { id: 7, state: 'open', claimedBy: null } },
    { type: 'touched' },
  ]);
  expect(items).toEqual([row(2)]);
});

test('what concerns me comes whole', () => {
  const whole = row(1, { note: 'new', state: 'claimed', claimedBy: bob });
  expect(withNews(today, [{ type: 'callback', callback: whole }]).items[0]).toEqual(whole);
});
