import { describe, expect, test } from 'vitest';
import { hoursAndMinutes, tileFacts } from '../../../../agent-ui/src/ui/tile-facts.ts';

type Tiles = Parameters<typeof tileFacts>[0];
const quiet: Tiles = {
  open: 0,
  oldestOpenAt: null,
  waiting: 0,
  longestWaitSince: null,
  agentsReady: 4,
  agents: 13,
  answeredInTarget: 0,
  inbound: 0,
};
const tone = (over: Partial<Tiles>, now = 0) =>
  Object.fromEntries(tileFacts({ ...quiet, ...over }, null, now).map(({ name, tone }) => [name, tone]));

describe('the tiles of the board', () => {
  test('put the two of the debt first', () => {
    expect(tileFacts(quiet, null, 0).map(({ name }) => name)).toEqual([
      'open',
      'oldest',
      'waiting',
      'longest',
      'ready',
      'answered',
    ]);
  });

  test('are calm when there is nothing to do, and measure nothing that is not there', () => {
    const facts = tileFacts(quiet, null, 0);
    expect(facts.every(({ tone }) => tone === 'met')).toBe(true);
    expect(facts.filter(({ value }) => value === null).map(({ name }) => name)).toEqual([
      'oldest',
      'longest',
      'answered',
    ]);
  });

  test('warn near the target and speak up past it', () => {
    expect(tone({ open: 37 }).open).toBe('past');
    expect(tone({ open: 22 }).open).toBe('near');
    expect(tone({ open: 25 }).open).toBe('near');
    expect(tone({ oldestOpenAt: 0 }, 66 * 60_000).oldest).toBe('past');
    expect(tone({ longestWaitSince: 0 }, 80_000).longest).toBe('near');
    expect(tone({ answeredInTarget: 86, inbound: 100 }).answered).toBe('met');
    expect(tone({ answeredInTarget: 60, inbound: 100 }).answered).toBe('past');
  });

  test('ask of a small company no more agents than it has', () => {
    expect(tone({ agents: 1, agentsReady: 1 }).ready).toBe('met');
    expect(tone({ agents: 13, agentsReady: 1 }).ready).toBe('near');
    expect(tone({ agents: 13, agentsReady: 0 }).ready).toBe('past');
  });

  test('believe the live line more than the last reading', () => {
    expect(tileFacts(quiet, 2, 0).find(({ name }) => name === 'ready')?.value).toBe(2);
  });

  test('write the age of the oldest as hours and minutes', () => {
    expect(hoursAndMinutes(66 * 60_000)).toBe('1:06');
    expect(hoursAndMinutes(30 * 60_000)).toBe('0:30');
  });
});
