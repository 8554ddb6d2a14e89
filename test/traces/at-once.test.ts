import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import { readTrace } from '../../pbx/ami/replay.ts';
import type { ReplayedCall } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { judged } from './hardships.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, 'own');

/** What is said of each call, but for its debt (who calls again elsewhere is served there) and for an end nobody saw. */
function verdicts(calls: readonly ReplayedCall[]): string[] {
  return calls
    .map(({ callback: _, waitedMs, ...call }) =>
      JSON.stringify(call.reason === 'ended_unknown' ? call : { ...call, waitedMs }),
    )
    .sort();
}

test('all stories at once on one PBX: none touches another', () => {
  const streams = readdirSync(folder)
    .filter((file) => file.endsWith('.ami'))
    .map((file) => readFileSync(join(folder, file)))
    // Names of Local channels are given once in the life of a PBX; these lives are several.
    .filter((bytes) => !bytes.includes('Channel: Local/'))
    .map((bytes) => readTrace(bytes).events.filter(({ at }) => at > 0));
  expect(streams.length).toBeGreaterThan(40);
  const together: AmiEvent[] = [];
  const alone: ReplayedCall[] = [];
  for (const events of streams) {
    const first = events.find(({ event }) => event === 'Newchannel')?.at ?? 0;
    const moved = events.map((event) => ({ ...event, at: event.at - first + 1_800_000_000_000 }));
    together.push(...moved);
    alone.push(...judged(moved, devSite));
  }
  together.sort((a, b) => a.at - b.at);
  const expected = verdicts(alone);
  const seen = verdicts(judged(together, devSite));
  expect(seen.filter((call) => !expected.includes(call))).toEqual([]);
  expect(seen).toHaveLength(expected.length);
});
