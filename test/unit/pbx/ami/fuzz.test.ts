import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createEventReader } from '../../../../pbx/ami/event-reader.ts';
import { hangup } from '../../../support/fake-ami/messages.ts';

const BYTES = 10_000_000;
/** A message is given up at 1 MiB, and what came with it is held until then. */
const MOST_HELD = 2 * 1024 * 1024;

/** What a line or a message can begin or end with, told by somebody who means harm. */
const words = [
  'Event: ',
  'Hangup',
  'Privilege: call,all\r\n',
  '\r\n',
  '\n',
  '\r\n\r\n',
  ': ',
  'Uniqueid: ',
  'Linkedid: 1.1\r\n',
  'Channel: ',
  'ChanVariable: A=',
  'DestChannel: x\r\n',
  '\0',
  '\xff',
  'Response: ',
].map((word) => Buffer.from(word, 'latin1'));

const folder = join(import.meta.dirname, '../../../traces/own');
const sound = Buffer.concat(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ami'))
    .map((name) => readFileSync(join(folder, name))),
);

let state = 20_261_122;
function next(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (state >>> 8) % below;
}

function noise(): Buffer {
  const some = Array.from({ length: 1 + next(80) }, () =>
    next(3) === 0 ? Buffer.from([next(256), next(256)]) : (words[next(words.length)] ?? Buffer.alloc(0)),
  );
  return Buffer.concat(some);
}

/** True messages with bytes changed, cut anywhere. */
function spoilt(): Buffer {
  const at = next(sound.length);
  const cut = Buffer.from(sound.subarray(at, at + 1 + next(6000)));
  for (let hits = next(6); hits > 0; hits--) cut[next(cut.length)] = next(256);
  return cut;
}

/** The heap after two thorough cleanings. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const clean: unknown = runInNewContext('gc');
  if (typeof clean === 'function') for (let n = 0; n < 2; n++) clean();
  return process.memoryUsage().heapUsed;
}

test('ten million hostile bytes neither stop the reader nor make it grow, and the next good event is read', () => {
  let last = '';
  let [events, quarantined, mostHeld] = [0, 0, 0];
  const reader = createEventReader(
    {
      onEvent(event) {
        events++;
        last = event.event === 'Hangup' ? event.chan.uniqueid : '';
      },
      onQuarantine() {
        quarantined++;
      },
      onFailed(error) {
        throw error;
      },
    },
    { now: () => 0 },
  );
  const feed = (bytes: number) => {
    for (let sent = 0; sent < bytes; ) {
      const piece = next(2) === 0 ? noise() : spoilt();
      reader.push(piece);
      mostHeld = Math.max(mostHeld, reader.held);
      sent += piece.length;
    }
  };
  feed(BYTES / 2);
  const before = heapBytes();
  feed(BYTES / 2);
  // What is remembered of channels and words has its bounds; half of it is full by then.
  expect(heapBytes() - before).toBeLessThan(8 * 1024 * 1024);
  expect(mostHeld).toBeLessThan(MOST_HELD);
  expect(events).toBeGreaterThan(1000);
  expect(quarantined).toBeGreaterThan(1000);
  reader.push(Buffer.from(`\r\n\r\n${hangup({ uniqueid: '1763758999.9' })}`));
  expect(last).toBe('1763758999.9');
}, 60_000);
