import { describe, expect, test, vi } from 'vitest';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { scenes } from '../../../pbx/demo/scenes/scenes.ts';
import { aTown, header, start, type Town, wireOf } from './town.ts';

const hour = 3_600_000;

/** A town that somebody watches for a while. */
function watched(seed: number, forMs: number): Town {
  const town = aTown(seed);
  town.watched();
  town.time.pass(forMs);
  return town;
}

describe.each([1, 2, 3, 4])('an hour and a half of scenes (seed %i)', (seed) => {
  const most = { calls: 0 };
  const town = aTown(seed);
  town.watched();
  for (let at = 0; at < 1.5 * hour; at += 1_000) {
    town.time.pass(1_000);
    most.calls = Math.max(most.calls, town.pbx.calls.size);
  }
  const first = town.events[0];
  const inbound = town.events.filter(
    (event) => event.name === 'Newchannel' && header(event, 'Uniqueid') === header(event, 'Linkedid'),
  );

  test("begins within 3 to 8 seconds, on the visitor's phone", () => {
    const waited = (first?.at ?? 0) - start;
    expect(waited).toBeGreaterThanOrEqual(3_000);
    expect(waited).toBeLessThanOrEqual(8_000);
    const ring = town.events.find(({ name }) => name === 'DialState');
    expect(header(ring, 'DestChannel')).toMatch(/^PJSIP\/1001-/);
  });

  test('keeps a human pace: a call every 20 to 60 seconds, never more than three at once', () => {
    expect(most.calls).toBeLessThanOrEqual(3);
    expect(most.calls).toBeGreaterThan(1);
    expect(inbound.length).toBeGreaterThan(100);
    expect(inbound.length).toBeLessThan(260);
  });

  test("rings the visitor's phone often, and nobody else ever answers it", () => {
    const rings = town.events.filter(
      (event) => event.name === 'DialBegin' && header(event, 'DestChannel')?.startsWith('PJSIP/1001-'),
    );
    expect(rings.length).toBeGreaterThan(25);
    const bridged = town.events.filter(
      (event) => event.name === 'BridgeEnter' && header(event, 'Channel')?.startsWith('PJSIP/1001-'),
    );
    expect(bridged).toEqual([]);
  });

  test('ends every channel it opens once, and empties every bridge', () => {
    town.stop();
    const ids = (name: string) =>
      town.events.filter((event) => event.name === name).map((event) => header(event, 'Uniqueid'));
    expect(ids('Hangup').toSorted()).toEqual(ids('Newchannel').toSorted());
    expect(new Set(ids('Newchannel')).size).toBe(ids('Newchannel').length);
    expect(ids('BridgeLeave').toSorted()).toEqual(ids('BridgeEnter').toSorted());
    expect([town.pbx.exchange.channels.size, town.pbx.exchange.bridges.size]).toEqual([0, 0]);
    for (const { entries } of town.pbx.queues.all()) expect(entries).toEqual([]);
    expect(town.time.pending).toBe(0);
  });

  test('sends no frame that a strict reader sets aside', () => {
    const { events, quarantined } = readTrace(Buffer.from(wireOf(town.events)));
    expect(quarantined).toEqual([]);
    expect(events.length).toBeGreaterThan(1_000);
  });
});

test('every scene is told in a day, and served, missed, lost and returned callers all occur', () => {
  const town = aTown(11);
  const spies = scenes.map((scene) => ({ name: scene.name, play: vi.spyOn(scene, 'play') }));
  town.watched();
  town.time.pass(6 * hour);
  for (const { name, play } of spies) expect(play, name).toHaveBeenCalled();
  vi.restoreAllMocks();
  const talks = town.recorded.filter(({ talkedMs }) => talkedMs > 0).map(({ talkedMs }) => talkedMs);
  expect(Math.min(...talks)).toBeGreaterThanOrEqual(10_000);
  expect(Math.max(...talks)).toBeLessThanOrEqual(120_000);
  expect(town.recorded.some(({ talkedMs }) => talkedMs === 0)).toBe(true);
  town.stop();
});

test('pausing stops new stories, not those under way; resuming tells new ones', () => {
  const town = watched(5, 60_000);
  town.control.pauseScenes();
  town.time.pass(5 * 60_000);
  expect(town.control.list()).toEqual([]);
  const told = town.events.length;
  town.time.pass(hour);
  expect(town.events.length).toBe(told);
  expect(town.control.scenesPaused()).toBe(true);
  town.control.resumeScenes();
  town.time.pass(60_000);
  expect(town.events.length).toBeGreaterThan(told);
});

test('nothing plays before somebody watches, and nothing after the stop', () => {
  const town = aTown(6);
  town.time.pass(hour);
  expect(town.events).toEqual([]);
  town.watched();
  town.time.pass(90_000);
  town.stop();
  const told = town.events.length;
  town.watched();
  town.time.pass(hour);
  expect(town.events.length).toBe(told);
  expect(town.time.pending).toBe(0);
});
