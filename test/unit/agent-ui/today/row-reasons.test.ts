import { expect, test } from 'vitest';
import { restOf } from '../../../../agent-ui/src/features/today/row-reasons.ts';
import { aCallback } from '../debt-board/a-callback.ts';
import { lena } from '../drawn.tsx';

const anna = { id: 1, name: 'Anna Keller' };
const agent = { ...anna, role: 'agent' };
const whys = (over: Parameters<typeof aCallback>[0], me = agent, offline = false) => {
  const { call, putOff, settle } = restOf(aCallback(over), me, offline);
  return [call?.why, putOff?.why, settle?.why];
};

test('what I may do with an item has no reason under it', () => {
  expect(whys({ origin: 'follow_up', owner: anna })).toEqual([undefined, undefined, undefined]);
  expect(whys({}, { ...anna, role: 'supervisor' })).toEqual([undefined, undefined, undefined]);
});

test('what I may not do says what stands in the way, and with whom it lies', () => {
  expect(whys({})).toEqual([undefined, undefined, 'promise']);
  expect(whys({ owner: lena })).toEqual([undefined, 'owner', 'promise']);
  expect(restOf(aCallback({ owner: lena }), agent, false).putOff?.name).toBe('Lena Fox');
  expect(whys({ origin: 'follow_up' })).toEqual([undefined, 'supervisor', 'supervisor']);
  expect(whys({ state: 'claimed', claimedBy: lena })).toEqual([undefined, 'taken', 'taken']);
  expect(whys({ state: 'claimed', claimedBy: anna })).toEqual([undefined, undefined, 'yours']);
  expect(whys({ state: 'dialing', claimedBy: anna })).toEqual(['dialing', 'dialing', 'dialing']);
  expect(whys({ state: 'needs_human', number: null })).toEqual(['number', undefined, 'promise']);
  expect(whys({ state: 'needs_human', owner: anna })).toEqual(['decide', undefined, 'promise']);
  expect(whys({ state: 'returned', owner: anna })).toEqual(['settled', 'settled', 'settled']);
});

test('without a connection nothing is done that must happen now', () => {
  expect(whys({ owner: anna }, agent, true)).toEqual(['offline', 'offline', 'offline']);
});
