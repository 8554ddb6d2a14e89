import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FaultPoint } from '../../../server/platform/fault-points.ts';
import { eventually } from '../../support/eventually.ts';
import type { OutageHouse } from './outage-house.ts';

/** A service that freezes at one named moment, as a machine that is put to sleep does, until it is woken. */
export interface Freezing {
  /** Starts the service anew; it freezes at the moment's first pass after `arm`. */
  start(more: Readonly<Record<string, string>>): Promise<void>;
  arm(): void;
  /** Waits until it stands still. */
  frozen(): Promise<void>;
  goOn(): void;
}

export function freezing(at: OutageHouse, point: FaultPoint): Freezing {
  const marker = () => join(at.service.dataDir, 'strike');
  return {
    async start(more) {
      await at.service.stop({ keepData: true });
      rmSync(marker(), { force: true });
      await at.start({
        ...more,
        RINGBACK_ENV: 'test',
        RINGBACK_FAULT_AT: `${point}:stop`,
        RINGBACK_FAULT_WHEN: marker(),
      });
    },
    arm: () => writeFileSync(marker(), ''),
    frozen: () =>
      eventually(() => {
        const stat = readFileSync(`/proc/${at.service.process.pid}/stat`, 'utf8');
        expect(stat.slice(stat.lastIndexOf(')') + 2)[0]).toBe('T');
      }),
    goOn: () => void at.service.process.kill('SIGCONT'),
  };
}
