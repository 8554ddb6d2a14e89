import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveCard } from '../../../schema/contracts/live.ts';
import type { CardGone } from '../../../schema/contracts/socket.ts';
import { createPopWatch, type PopWatch } from '../../../server/workers/pop-watch.ts';

const ringing = { id: 'main:1', state: 'ringing' } as LiveCard;
const gone: CardGone = { seq: 1, id: 'main:1', why: 'answered_elsewhere', by: 'Lena', callId: null };
let did: string[];
let taken: number;
let screen: boolean;
let watch: PopWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [did, taken, screen] = [[], 1, true];
  watch = createPopWatch({
    push: async (userId, card) => {
      did.push(`push ${userId} ${card.id}`);
      return taken;
    },
    withdraw: async (userId, _card, { why, by }) => void did.push(`withdraw ${userId} ${why} ${by}`),
    hasScreen: () => screen,
    unseen: (userId, since) => void did.push(`${since === null ? 'seen' : 'unseen'} ${userId}`),
    now: () => 0,
    log: { warn: () => {} },
  });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe('a ringing card', () => {
  test('that a page paints in time is told to nobody else', async () => {
    watch.card(7, ringing);
    await vi.advanceTimersByTimeAsync(1_900);
    watch.seen(7, 'main:1');
    await vi.advanceTimersByTimeAsync(60_000);
    watch.gone(7, gone);
    expect(did).toEqual(['seen 7']);
  });

  test('that no page paints is pushed; shown by a browser all is well, and withdrawn when a colleague answers', async () => {
    watch.card(7, ringing);
    watch.card(7, ringing);
    await vi.advanceTimersByTimeAsync(2_000);
    watch.seen(7, 'main:1');
    await vi.advanceTimersByTimeAsync(60_000);
    watch.gone(7, gone);
    expect(did).toEqual(['push 7 main:1', 'seen 7', 'withdraw 7 answered_elsewhere Lena']);
  });

  test('that nothing shows leaves the screen unreachable until one shows again', async () => {
    watch.card(7, ringing);
    await vi.advanceTimersByTimeAsync(6_900);
    expect(did).toEqual(['push 7 main:1']);
    await vi.advanceTimersByTimeAsync(200);
    watch.seen(7, 'main:2');
    expect(did).toEqual(['push 7 main:1', 'unseen 7', 'seen 7']);
  });

  test('with no browser to push to, the screen is unreachable at once', async () => {
    taken = 0;
    watch.card(7, ringing);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(did).toEqual(['push 7 main:1', 'unseen 7']);
  });

  test('for somebody who is not here at all says nothing of a screen', async () => {
    [taken, screen] = [0, false];
    watch.card(7, ringing);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did).toEqual(['push 7 main:1']);
  });

  test('that is answered or over meanwhile is not pushed any more', async () => {
    watch.card(7, ringing);
    watch.card(7, { ...ringing, state: 'talking' });
    watch.card(8, ringing);
    watch.gone(8, gone);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did).toEqual([]);
  });
});
