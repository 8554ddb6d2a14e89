import { useSyncExternalStore } from 'react';
import {
  type LiveState,
  nothingLive,
  withAttempt,
  withCard,
  withoutCard,
  withPresence,
  withSnapshot,
} from './live-state.ts';
import { socket } from './socket.ts';

let state = nothingLive;
let offset = 0;
const readers = new Set<() => void>();

function set(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const read of readers) read();
}

type Change = (known: LiveState) => LiveState;
/** What came in while the page is drawn for the first time; null when nothing is held back. */
let held: Change[] | null = null;

function change(by: Change): void {
  if (held) held.push(by);
  else set(by(state));
}

/**
 * Holds the present as it is until the line is opened for the page: a drawing in slices during which it changes would be begun
 * again by React, whole and in one piece.
 */
export function holdPresent(): void {
  held ??= [];
}

/** The server's clock as this screen knows it; due times and waits are measured by it. */
export const serverNow = (): number => Date.now() + offset;

let told = 0;
/** How often the present was told whole since the line was opened; more than once means that it broke in between. */
export const snapshotsTold = (): number => told;

socket.on('snapshot', (snapshot) => {
  told += 1;
  offset = snapshot.now - Date.now();
  change(() => withSnapshot(snapshot));
});
socket.on('card', (card) => change((known) => withCard(known, card)));
socket.on('card.gone', (gone) => change((known) => withoutCard(known, gone, Date.now())));
socket.on('attempt.changed', ({ attempt }) => change((known) => withAttempt(known, attempt)));
socket.on('presence', (me) => change((known) => withPresence(known, me)));
socket.on('presences', (agents) => change((known) => agents.reduce(withPresence, known)));
socket.on('coverage', (coverage) => change((known) => ({ ...known, coverage })));
socket.on('disconnect', () => change((known) => ({ ...known, line: 'lost' })));
socket.on('connect_error', () => change((known) => ({ ...known, line: 'lost' })));

let wanted = false;
// A browser keeps a dead socket for long; when it says that the network is gone, nobody waits for the pings to tell.
window.addEventListener('offline', () => {
  if (!wanted) return;
  socket.disconnect();
  change((known) => ({ ...known, line: 'lost' }));
});
window.addEventListener('online', () => {
  if (wanted) socket.connect();
});

/** Opens the line for the signed-in person and tells what was held back, or closes it and forgets everything. */
export function openLine(open: boolean): void {
  wanted = open;
  const waiting = held ?? [];
  held = null;
  if (open) {
    for (const by of waiting) change(by);
    socket.connect();
    return;
  }
  socket.disconnect();
  told = 0;
  set(nothingLive);
}

/** Resolves with the first snapshot, or when it turns out that the line cannot be had. */
export function presentKnown(): Promise<void> {
  if (state.line !== 'waiting') return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (state.line === 'waiting') return;
      readers.delete(look);
      resolve();
    };
    readers.add(look);
  });
}

/** A part of the present; the component is drawn again only when that part changes. */
export function useLiveState<Part>(select: (state: LiveState) => Part): Part {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => select(state),
  );
}
