import { useLiveState } from '../socket/live-store.ts';

/** Whether the line to the server is lost: then nothing is done that must happen now, and what is saved waits. */
export const useOffline = (): boolean => useLiveState((state) => state.line === 'lost');
