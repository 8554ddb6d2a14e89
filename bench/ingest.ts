import net from 'node:net';
import AsteriskManager from 'asterisk-manager';
import { createEventReader } from '../pbx/ami/event-reader.ts';
import { isUsedEvent } from '../pbx/ami/parse-event.ts';
import { createBareParser } from './bare/bare-parser.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';
import { startFeed } from './stream/feed.ts';
import { streamBytes } from './stream/generate.ts';

const CALLS = 800;
const ROUNDS = 7;
const CHUNK = 65_536;

/** Who consumes an event of the bare parser needs to know at least which channel of which call it is about. */
const leastNeeded = ['Channel', 'Uniqueid', 'Linkedid'];
/** What our typed events carry of a channel: the bare parser doing the same work. */
const allCarried = [
  ...leastNeeded,
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'ConnectedLineName',
  'AccountCode',
  'Context',
  'Exten',
];

function bareReader(headers: readonly string[], all: boolean) {
  let sum = 0;
  const parser = createBareParser((event) => {
    if (!all && !isUsedEvent(event.name)) return;
    for (const header of headers) sum += event.get(header)?.length ?? 0;
  });
  return { push: (chunk: Buffer) => parser.push(chunk), seen: () => sum };
}

function ourReader() {
  let used = 0;
  let sum = 0;
  let refused = 0;
  const reader = createEventReader(
    {
      onEvent(event) {
        used += 1;
        // The same as the bare parser is asked for: which channel of which call.
        if (!('chan' in event) || event.chan === null) return;
        const { channel, uniqueid, linkedid } = event.chan;
        sum += channel.length + uniqueid.length + linkedid.length;
      },
      onQuarantine() {
        refused += 1;
      },
      onFailed(error) {
        throw error;
      },
    },
    { now: () => 0 },
  );
  return {
    push: (chunk: Buffer) => reader.push(chunk),
    seen() {
      if (refused > 0) throw new Error(`${refused} sound messages were refused`);
      return sum > 0 ? used : 0;
    },
  };
}

interface Reader {
  push(chunk: Buffer): void;
  seen(): number;
}

function inMemory(make: () => Reader, bytes: Buffer): () => void {
  return () => {
    const reader = make();
    for (let at = 0; at < bytes.length; at += CHUNK) reader.push(bytes.subarray(at, at + CHUNK));
    if (reader.seen() === 0) throw new Error('Nothing was read');
  };
}

function overSocket(make: () => Reader, port: number): () => Promise<void> {
  return () =>
    new Promise((resolve, reject) => {
      const reader = make();
      const socket = net.connect({ host: '127.0.0.1', port });
      socket.on('data', (chunk: Buffer) => reader.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => (reader.seen() > 0 ? resolve() : reject(new Error('Nothing was read'))));
    });
}

function asteriskManager(port: number, events: number): () => Promise<void> {
  return () =>
    new Promise((resolve, reject) => {
      let seen = 0;
      const manager = new AsteriskManager(port, '127.0.0.1');
      manager.on('managerevent', () => {
        seen += 1;
      });
      manager.on('error', reject);
      // The last events are still on their way through its ticks when the connection closes.
      const done = () => {
        if (seen >= events) resolve();
        else setImmediate(done);
      };
      manager.on('close', done);
    });
}

/** Reading AMI: our reader with typed, checked events beside the least that can be done and beside asterisk-manager. */
export const ingest: Bench = {
  name: 'ingest',
  about: 'CPU of reading and typing AMI events, beside a bare lazy parser and asterisk-manager',
  async run() {
    const { bytes, events } = streamBytes({ seed: 1, calls: CALLS, callsPerSecond: 200, startAt: 1_795_300_000_000 });
    const feed = await startFeed(bytes);
    try {
      const bare = () => bareReader(leastNeeded, true);
      const same = () => bareReader(allCarried, false);
      const rounds = await sideBySide(
        [
          { name: 'bare', run: overSocket(bare, feed.port) },
          { name: 'ours', run: overSocket(ourReader, feed.port) },
          { name: 'bare, all headers', run: overSocket(same, feed.port) },
          { name: 'asterisk-manager', run: asteriskManager(feed.port, events) },
          { name: 'bare in memory', run: inMemory(bare, bytes) },
          { name: 'ours in memory', run: inMemory(ourReader, bytes) },
        ],
        { rounds: ROUNDS, warmUps: 3 },
      );
      const perEvent = (name: string) => rounded(medianOf(rounds, name) / events);
      return {
        lines: [
          `${events} events of ${CALLS} calls, ${rounded(bytes.length / events)} bytes each; microseconds of CPU an event:`,
          ...[...rounds.keys()].map((name) => `  ${name.padEnd(20)} ${perEvent(name)}`),
        ],
        figures: [
          { name: 'cpuToBare', value: rounded(ratioOf(rounds, 'ours', 'bare')), most: 1.15 },
          { name: 'asteriskManagerToOurs', value: rounded(ratioOf(rounds, 'asterisk-manager', 'ours')), least: 15 },
          { name: 'cpuToBareAllHeaders', value: rounded(ratioOf(rounds, 'ours', 'bare, all headers')) },
          { name: 'cpuToBareInMemory', value: rounded(ratioOf(rounds, 'ours in memory', 'bare in memory')) },
        ],
      };
    } finally {
      feed.stop();
    }
  },
};
