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

/** The server's clock as this screen knows it; due times and waits are measured by it. */
export const serverNow = (): number => Date.now() + offset;

socket.on('snapshot', (snapshot) => {
  offset = snapshot.now - Date.now();
  set(withSnapshot(snapshot));
});
socket.on('card', (card) => set(withCard(state, card)));
socket.on('card.gone', (gone) => set(withoutCard(state, gone, Date.now())));
socket.on('attempt.changed', ({ attempt }) => set(withAttempt(state, attempt)));
socket.on('presence', (me) => set(withPresence(state, me)));
socket.on('presences', (agents) => set(agents.reduce(withPresence, state)));
socket.on('coverage', (coverage) => set({ ...state, coverage }));
socket.on('disconnect', () => set({ ...state, line: 'lost' }));
socket.on('connect_error', () => set({ ...state, line: 'lost' }));

let wanted = false;
// A browser keeps a dead socket for long; when it says that the network is gone, nobody waits for the pings to tell.
window.addEventListener('offline', () => {
  if (!wanted) return;
  socket.disconnect();
  set({ ...state, line: 'lost' });
});
window.addEventListener('online', () => {
  if (wanted) socket.connect();
});

/** Opens the line for the signed-in person, or closes it and forgets everything. */
export function openLine(open: boolean): void {
  wanted = open;
  if (open) {
    socket.connect();
    return;
  }
  socket.disconnect();
  set(nothingLive);
}

/** Whether the present has been told since the line was opened. */
export const isPresentKnown = (): boolean => state.line !== 'waiting';

/** Resolves with the first snapshot, or when it turns out that the line cannot be had. */
export function presentKnown(): Promise<void> {
  if (isPresentKnown()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isPresentKnown()) return;
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
