import type { WireEvent } from '../../pbx/demo/ami/frame.ts';
import { between } from '../../pbx/demo/chance.ts';
import type { Random } from '../../pbx/demo/ports.ts';

/** How much of what the PBX says is wrong: each a chance from 0 to 1 per event. */
export interface Dishonesty {
  /** Said twice, at once or a little later. */
  readonly doubled: number;
  /** Said after the next one. */
  readonly swapped: number;
  /** An Originate under way is called failed. */
  readonly failures: number;
  /** Everything is said so much later. */
  readonly delayMs: number;
}

export const honest: Dishonesty = { doubled: 0, swapped: 0, failures: 0, delayMs: 0 };

/** Puts lies into the stream. What truly happens is not changed by it. */
export function createLiar(random: Random, send: (event: WireEvent) => void) {
  let manner = honest;
  let held: WireEvent | null = null;
  let clearAt = 0;
  const timers = new Set<NodeJS.Timeout>();

  function after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  /** In order, unless swapped: a delayed stream stays one. */
  function say(event: WireEvent): void {
    const now = performance.now();
    clearAt = Math.max(clearAt, now + manner.delayMs);
    if (clearAt <= now) send(event);
    else after(clearAt - now, () => send(event));
  }

  function release(): void {
    const event = held;
    held = null;
    if (event !== null) say(event);
  }

  return {
    become(next: Dishonesty): void {
      manner = next;
      if (next.swapped === 0) release();
    },
    tell(event: WireEvent): void {
      if (held === null && random() < manner.swapped) {
        held = event;
        after(15, release);
        return;
      }
      say(event);
      release();
      if (random() < manner.doubled) after(random() < 0.5 ? 0 : between(random, 20, 400), () => say(event));
      const id = event.headers.find(([name]) => name === 'Uniqueid')?.[1];
      if (event.name !== 'Newchannel' || typeof id !== 'string' || !id.startsWith('rb-')) return;
      if (random() < manner.failures) after(between(random, 0, 300), () => say(failure(id)));
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function failure(attemptId: string): WireEvent {
  return {
    name: 'OriginateResponse',
    class: 'call',
    at: Date.now(),
    headers: [
      ['Response', 'Failure'],
      ['Channel', 'PJSIP/1001'],
      ['Context', 'ringback-callback'],
      ['Exten', ''],
      ['Application', ''],
      ['Data', ''],
      ['Reason', 0],
      ['Uniqueid', attemptId],
      ['CallerIDNum', '<unknown>'],
      ['CallerIDName', '<unknown>'],
    ],
  };
}
