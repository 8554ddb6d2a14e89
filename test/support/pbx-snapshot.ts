import type { Snapshot } from '../../pbx/ami/snapshot.ts';

/** What a PBX tells of itself on which nothing goes on. */
export const aQuietPbx = (at: number): Snapshot => ({
  at,
  bootKey: '2026-11-21 09:00:00',
  systemName: null,
  channels: [],
  bridges: [],
  queues: [],
  members: [],
  entries: [],
  devices: [],
  denied: [],
  incomplete: [],
});
