import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { delaysOf, openFloor, percentile, quiet } from './screens/desk-floor.ts';

const STOPPED_MS = 5_000;
/** Undisturbed and stopped in turns, beginning and ending undisturbed. */
const STOPS = 2;

/** A database that stands still must not be felt by a phone that rings. */
export const popNoDb: Bench = {
  name: 'pop-nodb',
  about: 'the same while Postgres stands still for 5 s, beside the undisturbed part of the same run',
  async run() {
    const rate = Number(process.env.RINGBACK_BENCH_RATE ?? 500);
    const phones = Number(process.env.RINGBACK_BENCH_SCREENS ?? 2000);
    const contacts = Number(process.env.RINGBACK_BENCH_CONTACTS ?? 1_000_000);
    const floor = await openFloor({ phones, contacts });
    const { pbx, screens, database } = floor;
    try {
      const stops: { readonly from: bigint; readonly to: bigint }[] = [];
      pbx.wave({ calls: (rate * STOPPED_MS * (2 * STOPS + 1)) / 1000, callsPerSecond: rate });
      const began = process.hrtime.bigint();
      for (let n = 0; n < STOPS; n += 1) {
        await pause(STOPPED_MS);
        const held = processesUnder(database.pid);
        for (const pid of held) process.kill(pid, 'SIGSTOP');
        const from = process.hrtime.bigint();
        await pause(STOPPED_MS);
        const to = process.hrtime.bigint();
        for (const pid of held) process.kill(pid, 'SIGCONT');
        stops.push({ from, to });
      }
      await pause(STOPPED_MS);
      const ended = process.hrtime.bigint();
      await quiet(pbx);
      const [rang, shown] = [await pbx.rings(), await screens.rings()];
      const isStopped = (at: bigint) => stops.some(({ from, to }) => at >= from && at < to);
      const stopped = delaysOf(rang, shown, isStopped);
      // The first seconds after a stop write what has waited: they are neither.
      const isUndisturbed = (at: bigint) =>
        at > began + 1_000_000_000n &&
        at < ended &&
        !isStopped(at) &&
        !stops.some(({ to }) => at >= to && at < to + 2_000_000_000n);
      const undisturbed = delaysOf(rang, shown, isUndisturbed);
      const whole = delaysOf(rang, shown);
      const told = (name: string, { ms, missing }: typeof stopped) =>
        `  ${name.padEnd(12)} ${rounded(percentile(ms, 50))} / ${rounded(percentile(ms, 99))} (${ms.length} pops, ${missing} missing)`;
      return {
        lines: [
          `${rate} calls/s, ${phones} screens, ${contacts} contacts, ${STOPS} stops of 5 s; ms p50 / p99:`,
          told('undisturbed', undisturbed),
          told('stopped', stopped),
          told('whole', whole),
        ],
        figures: [
          {
            name: 'p50ToUndisturbed',
            value: rounded(percentile(stopped.ms, 50) / percentile(undisturbed.ms, 50)),
            most: 1.2,
          },
          {
            name: 'p99ToUndisturbed',
            value: rounded(percentile(stopped.ms, 99) / percentile(undisturbed.ms, 99)),
            most: 1.2,
          },
          { name: 'notShown', value: whole.missing, most: 0 },
        ],
      };
    } finally {
      await floor.stop();
    }
  },
};

/** The server and all its processes. */
function processesUnder(parent: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return Number(readFileSync(`/proc/${name}/stat`, 'latin1').split(') ')[1]?.split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
  return [parent, ...children.map(Number)];
}
