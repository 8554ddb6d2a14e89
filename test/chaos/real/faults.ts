import { setTimeout as pause } from 'node:timers/promises';
import { between, pickWeighted } from '../../../pbx/demo/chance.ts';
import type { Random } from '../../../pbx/demo/ports.ts';
import { faults as common, type Struck, strike } from '../faults.ts';
import type { RealHouse } from './house.ts';

/** How often each comes: what costs many seconds comes seldom. */
const weighted = [
  { fault: 'none', weight: 4 },
  { fault: 'kill at a point', weight: 18 },
  { fault: 'freeze at a point', weight: 14 },
  { fault: 'kill', weight: 6 },
  { fault: 'freeze', weight: 12 },
  { fault: 'cut link', weight: 14 },
  { fault: 'orders late', weight: 12 },
  { fault: 'kill database', weight: 5 },
  { fault: 'freeze database', weight: 5 },
  { fault: 'two services', weight: 1 },
  { fault: 'a rival while asleep', weight: 1 },
  { fault: 'kill Asterisk', weight: 8 },
] as const;

export const realFaults = weighted.map(({ fault }) => fault);

export function chooseRealFault(random: Random): string {
  return pickWeighted(random, weighted)?.fault ?? 'none';
}

/** Breaks one thing of a real house and lets it be whole again. */
export async function strikeReal(house: RealHouse, random: Random, fault: string): Promise<Struck> {
  switch (fault) {
    case 'kill Asterisk': {
      const [untilMs, downMs] = [between(random, 0, 1_500), between(random, 0, 2_000)];
      await pause(untilMs);
      await house.crash(downMs);
      return { fault, how: `after ${untilMs} ms, down for ${downMs} ms and its start` };
    }
    case 'orders late': {
      // Often longer than an attempt may live: what is ordered now must reach nobody when the wire gives it up.
      const untilMs = between(random, 0, 2_000);
      const heldMs = random() < 0.4 ? between(random, 300, 4_000) : between(random, 6_000, 10_000);
      await pause(untilMs);
      const letGo = house.company.line.hold();
      await pause(heldMs).finally(letGo);
      return { fault, how: `after ${untilMs} ms, for ${heldMs} ms` };
    }
    default:
      return strike(house.company, random, common.find((one) => one === fault) ?? 'none');
  }
}
