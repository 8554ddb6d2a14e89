import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RecordsTemplate, readRecordsTemplate } from './records-template.ts';
import { type CallTemplate, readTemplate } from './template.ts';

/** A kind of call and how many of a hundred are of it. */
export interface MixedCall {
  readonly weight: number;
  readonly template: CallTemplate;
}

/** The day of a small company: direct lines, a ring group of three, a queue of three; a fifth of the calls reach nobody. */
const stories: readonly (readonly [story: string, weight: number])[] = [
  ['direct-answered', 42],
  ['queue-answered', 22],
  ['ring-group-answered-by-second', 16],
  ['queue-abandoned', 7],
  ['direct-caller-hangs-up-ringing', 6],
  ['ring-group-no-answer', 4],
  ['queue-timeout', 3],
];

/** The mix, read from the recordings of the development PBX (Asterisk 22.10). */
export function usualMix(): readonly MixedCall[] {
  const folder = recordings('own');
  return stories.map(([story, weight]) => ({ weight, template: readTemplate(folder, story) }));
}

/** A kind of call with what the PBX writes down of it. */
export interface WrittenMix extends MixedCall {
  readonly records: RecordsTemplate;
}

/** The same mix with the channel event log of each kind, recorded from the same PBX. */
export function writtenMix(): readonly WrittenMix[] {
  const folder = recordings('records');
  return usualMix().map((kind) => ({ ...kind, records: readRecordsTemplate(folder, kind.template) }));
}

/** The recordings are not compiled: they are found above this file, be it run from the source or from `dist`. */
function recordings(kind: 'own' | 'records'): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'test', 'traces', kind);
    if (existsSync(folder)) return folder;
  }
  throw new Error('The recorded calls (test/traces) are missing.');
}
