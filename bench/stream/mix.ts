import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  const folder = recordings();
  return stories.map(([story, weight]) => ({ weight, template: readTemplate(folder, story) }));
}

/** The recordings are not compiled: they are found above this file, be it run from the source or from `dist`. */
function recordings(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'test', 'traces', 'own');
    if (existsSync(join(folder, 'direct-answered.ami'))) return folder;
  }
  throw new Error('The recorded calls (test/traces/own) are missing.');
}
