import { appendFileSync } from 'node:fs';
import { openAmiDoor } from './ami-door.ts';
import type { PlannedCall } from './generate.ts';
import type { PbxTold, PbxWish } from './pbx.ts';
import { callsUnderWay } from './under-way.ts';

/**
 * A PBX in a process of its own, driven by the clock: calls begin at a pace, it tells them to who listens, writes them
 * into its channel event log, and waits for nobody. Goes when the parent goes.
 */
const [seed = 1, phones = 40, customers = 1000] = process.argv.slice(2, 5).map(Number);
const celPath = process.argv[5] ?? '';
const notesRings = process.argv[6] === 'rings';
const TICK_MS = 5;

const calls = callsUnderWay({ seed, phones, customers });
const door = await openAmiDoor({ now: calls.now });
let planned: PlannedCall[] = [];
/** The calls to begin: so many, from an instant on, at a pace. */
let wave = { left: 0, next: 0, everyMs: 1 };
let cutAt = Number.POSITIVE_INFINITY;
let frames = 0;
let mostUnsent = 0;
/** When the ringing of a phone was sent, by `linkedid extension`. */
let rang: [string, string][] = [];

function tick(): void {
  const now = Date.now();
  while (wave.left > 0 && wave.next <= now) {
    planned.push(calls.begin(wave.next));
    wave.left -= 1;
    wave.next += wave.everyMs;
  }
  const events: string[] = [];
  const rows: string[] = [];
  calls.until(
    now,
    (event) => void events.push(event),
    (row) => void rows.push(`${row}\n`),
  );
  frames += events.length;
  if (rows.length > 0 && celPath !== '') appendFileSync(celPath, rows.join(''));
  if (events.length > 0) {
    if (notesRings) noteRings(events);
    door.send(events.join(''));
  }
  mostUnsent = Math.max(mostUnsent, door.unsent);
  if (now >= cutAt) {
    cutAt = Number.POSITIVE_INFINITY;
    door.cut();
    tell({ cut: now });
  }
}

function noteRings(events: readonly string[]): void {
  const at = String(process.hrtime.bigint());
  for (const event of events) {
    if (!event.startsWith('Event: Newstate\r\n') || !event.includes('\r\nChannelStateDesc: Ringing\r\n')) continue;
    const extension = /\r\nChannel: PJSIP\/(\d+)-/.exec(event)?.[1];
    const linkedid = /\r\nLinkedid: ([\d.]+)/.exec(event)?.[1];
    if (extension !== undefined && linkedid !== undefined) rang.push([`${linkedid} ${extension}`, at]);
  }
}

function tell(told: PbxTold): void {
  if (process.connected) process.send?.(told);
}

process.on('message', (wish: PbxWish) => {
  if (wish.do === 'wave') {
    const now = Date.now();
    wave = { left: wish.calls, next: now, everyMs: 1000 / wish.callsPerSecond };
    if (wish.cutAfterMs !== undefined) cutAt = now + wish.cutAfterMs;
  } else if (wish.do === 'rings') {
    tell({ rang });
    rang = [];
  } else {
    const { listening, unsent } = door;
    tell({ now: { toBegin: wave.left, underWay: calls.size, listening, unsent, mostUnsent, frames, planned } });
    planned = [];
  }
});
process.on('disconnect', () => process.exit(0));
setInterval(tick, TICK_MS);
tell({ port: door.port });
