import { expect, test } from 'vitest';
import { createFan } from '../../../server/realtime/fan.ts';
import { eventually } from '../../support/eventually.ts';

const screens = (count: number) => Array.from({ length: count }, (_, n) => `screen ${n}`);

test('many screens are told in slices between which other work has its turn, each once and in order', async () => {
  const fan = createFan();
  const told: string[] = [];
  let turnsBetween = 0;
  let done = false;
  const other = () => {
    turnsBetween += 1;
    if (!done) setImmediate(other);
  };
  setImmediate(other);
  fan.add(screens(400), (some) => {
    told.push(...some);
    // As dear as writing to so many sockets.
    for (const end = performance.now() + 0.5; performance.now() < end; ) Math.sqrt(2);
  });
  fan.add(['last'], (some) => {
    told.push(...some);
    done = true;
  });
  expect(told).toEqual([]);
  await eventually(() => expect(done).toBe(true));
  expect(told).toEqual([...screens(400), 'last']);
  expect(turnsBetween).toBeGreaterThan(3);
});

test('a message for nobody is none', async () => {
  const fan = createFan();
  fan.add([], () => expect.unreachable());
  await new Promise(setImmediate);
});
