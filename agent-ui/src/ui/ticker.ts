import { useSyncExternalStore } from 'react';
import { serverNow } from '../socket/live-store.ts';

let second = Math.floor(serverNow() / 1000);
let timer: ReturnType<typeof setTimeout> | undefined;
const readers = new Set<() => void>();

function tick(): void {
  second = Math.floor(serverNow() / 1000);
  for (const read of readers) read();
  tickNext();
}

function tickNext(): void {
  timer = setTimeout(tick, 1000 - (serverNow() % 1000) + 5);
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  // What was just drawn for the first time is true to the second; to draw all clocks again at once would be noticed more than that.
  if (timer === undefined) {
    if (Math.abs(serverNow() / 1000 - second) > 2) tick();
    else tickNext();
  }
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/** Now, by the server's clock, to the second; one timer moves every clock on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => second) * 1000;
}

/** Whole minutes from an instant to now, negative before it: for a time in words, which changes with the minute counted from there. */
export function useMinutesSince(at: number): number {
  return useSyncExternalStore(subscribe, () => Math.floor((second * 1000 - at) / 60_000));
}

/** Now, to the minute: for lists whose order and groups depend on time. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(second / 60)) * 60_000;
}
