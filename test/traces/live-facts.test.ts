import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import type { OfferResult } from '../../server/domain/call/call-record.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, 'own');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.ami'))
  .map((file) => file.slice(0, -'.ami'.length));

const shownAs: Readonly<Record<OfferResult, string>> = {
  answered: 'answered_here',
  lost: 'answered_elsewhere',
  no_answer: 'no_answer',
  declined: 'declined',
  busy: 'busy',
  unreachable: 'unreachable',
  caller_gone: 'caller_gone',
};

test.each(stories)('%s: why a phone stopped ringing was told at once as the log says it afterwards', (story) => {
  const calls = createCalls(devSite);
  const told = new Map<string, string>();
  const logged: [string, string][] = [];
  for (const event of readTrace(readFileSync(join(folder, `${story}.ami`))).events) {
    for (const fact of calls.apply(event)) {
      if (fact.type === 'leg.stopped') told.set(fact.uniqueid, fact.why);
      if (fact.type !== 'call.ended') continue;
      for (const { uniqueid, result } of fact.record.offers) {
        // A phone that was picked up rings no more, though whoever picked it up did not press 1.
        const wasUp = fact.record.legs.some((leg) => leg.uniqueid === uniqueid && leg.upAt !== null);
        logged.push([uniqueid, wasUp ? 'answered_here' : shownAs[result]]);
      }
    }
  }
  const seen = logged.filter(([uniqueid]) => told.has(uniqueid));
  expect(seen.map(([uniqueid]) => [uniqueid, told.get(uniqueid)])).toEqual(seen);
});
