import { tellNow } from './told.ts';
import type { World } from './world.ts';

/** A recording was silenced before this stream began: its stretch has a beginning that no event of it tells. */
export function silencedBefore(world: World, uniqueid: string, since: number, at: number): void {
  const chan = world.chans.get(uniqueid);
  if (chan === undefined || chan.endedAt !== null) return;
  const { recordings } = chan.call;
  if (!recordings.some((one) => one.uniqueid === uniqueid))
    recordings.push({ uniqueid, file: null, startedAt: Math.min(chan.startedAt, since), muted: [] });
  let changed = false;
  for (const recording of recordings) {
    if (recording.uniqueid !== uniqueid) continue;
    // Heard all the same: it lasts, or has ended since.
    if (recording.muted.some(({ to }) => to === null || to >= since)) continue;
    recording.muted.push({ from: since, to: null });
    changed = true;
  }
  if (changed) tellNow(world, chan.call, at);
}
