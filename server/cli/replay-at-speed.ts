import { setTimeout as delay } from 'node:timers/promises';
import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import { createCalls } from '../domain/call/create-calls.ts';
import type { SiteMap } from '../domain/call/site-map.ts';

/** Hands over a recorded stream as it once came, `speed` times as quickly; each fact in its moment. */
export async function playAtSpeed(
  events: readonly AmiEvent[],
  site: SiteMap,
  speed: number,
  onFact: (fact: CallFact) => void,
): Promise<void> {
  const folded = createCalls(site);
  const tell = (facts: readonly CallFact[]) => facts.forEach(onFact);
  const streamBegan = events[0]?.at ?? 0;
  const began = performance.now();
  for (const event of events) {
    const waitMs = (event.at - streamBegan) / speed - (performance.now() - began);
    // Timers are not exact, so a few milliseconds early is in time.
    if (waitMs > 2) await delay(waitMs);
    tell(folded.apply(event));
  }
  tell(folded.finish(events.at(-1)?.at ?? 0));
}
