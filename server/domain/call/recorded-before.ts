import type { Chan } from './call-state.ts';
import { recordingStarted } from './channel-events.ts';
import { tellNow } from './told.ts';
import type { World } from './world.ts';

/** Channels that live and of whose recording nothing was heard. */
export function unheard(world: World): { readonly uniqueid: string; readonly channel: string }[] {
  const found: { readonly uniqueid: string; readonly channel: string }[] = [];
  for (const chan of world.chans.values())
    if (chan.endedAt === null && recordingsOn(chan).every(({ file }) => file === null))
      found.push({ uniqueid: chan.uniqueid, channel: chan.name });
  return found;
}

/** A recording ran before this stream began: the PBX has told its file now, and no event of it will come. */
export function recordedBefore(world: World, uniqueid: string, file: string, at: number): void {
  const chan = alive(world, uniqueid);
  if (chan === undefined) return;
  const before = recordingsOn(chan).length;
  recordingStarted(world, chan, file, Math.min(chan.startedAt, at));
  if (recordingsOn(chan).length > before) tellNow(world, chan.call, at);
}

/** A recording was silenced before this stream began: its stretch has a beginning that no event of it tells. */
export function silencedBefore(world: World, uniqueid: string, since: number, at: number): void {
  const chan = alive(world, uniqueid);
  if (chan === undefined) return;
  const { recordings } = chan.call;
  if (recordingsOn(chan).length === 0)
    recordings.push({ uniqueid, file: null, startedAt: Math.min(chan.startedAt, since), muted: [] });
  let changed = false;
  for (const recording of recordingsOn(chan)) {
    // Heard all the same: it lasts, or has ended since.
    if (recording.muted.some(({ to }) => to === null || to >= since)) continue;
    recording.muted.push({ from: since, to: null });
    changed = true;
  }
  if (changed) tellNow(world, chan.call, at);
}

function alive(world: World, uniqueid: string): Chan | undefined {
  const chan = world.chans.get(uniqueid);
  return chan === undefined || chan.endedAt !== null ? undefined : chan;
}

const recordingsOn = (chan: Chan) => chan.call.recordings.filter(({ uniqueid }) => uniqueid === chan.uniqueid);
