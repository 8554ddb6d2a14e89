import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../../pbx/records/cdr-csv.ts';
import { printed, type ReplayedCall } from '../../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { isCertain } from '../../../server/domain/records/improves.ts';
import { judgeCdr } from '../../../server/domain/records/judge-cdr.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}
type Expected = Omit<ReplayedCall, 'waitedMs' | 'talkedMs'> & { readonly waitedMs: Range; readonly talkedMs: Range };

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, '../../traces/records');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.cdr.csv'))
  .map((file) => file.slice(0, -'.cdr.csv'.length));

/** Stories whose missed calls CDR knows the reason of. In all others it knows that nobody was reached, not why. */
const knowsWhy = new Set([
  'blind-transfer-to-nobody',
  'blind-transfer-to-queue-abandoned',
  'dtmf-attended-transfer-to-nobody',
  'dtmf-blind-transfer-to-nobody',
  'parked-and-come-back-to-nobody',
  'parked-by-digits-and-come-back-to-nobody',
  'phone-busy',
  'voicemail',
  // Told by the dialplan in the user field.
  'out-of-hours',
  'queue-leave-empty',
]);

/** What CDR tells of a call's face differently, and why. */
const otherwise: Readonly<Record<string, Partial<ReplayedCall>>> = {
  // Whoever picks a call up has a linkedid of their own, of which no row is left.
  'pickup-by-replaces': { linkedids: [] },
  'pickup-star8': { linkedids: [] },
  'queue-pickup': { linkedids: [] },
  // Nothing joins the consultation to the call it was about: nobody answered it.
  'blonde-transfer-to-nobody': { linkedids: [] },
  // The dialplan puts the company's number in the place of the caller's, and CDR keeps the last.
  'loop-by-company-number': { caller: null },
  // Which leg came back is not told. The way out and the way back are calls of their own.
  'loop-declined': { linkedids: [] },
  'loop-blind-transfer-to-nobody': { linkedids: [], talkedWith: [] },
  // A room is a bridge with nobody in it, as a queue would be: whether anything was recorded is not told.
  'conference-room-empty': { recordings: [] },
};

/** Calls that CDR tells besides: of our own phones; or a miss once more, of the same caller, who is owed one call. */
const besides: Readonly<Record<string, readonly string[]>> = {
  'blonde-transfer-to-nobody': ['outbound not_answered'],
  'loop-declined': ['inbound missed'],
  'loop-blind-transfer-to-nobody': ['inbound missed'],
};

/**
 * CDR counts whole seconds and does not tell an agent's consultation from what the customer hears, nor when in a queue
 * or room somebody answered.
 */
const COARSE_MS = 2_500;

describe.each(stories)('%s, from CDR alone', (story) => {
  const expected = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as Expected[];

  test('nobody who talked is owed, nobody who did not is forgotten', async () => {
    const { rows } = await readCdrCsv(join(folder, `${story}.cdr.csv`), 0);
    const records = judgeCdr(rows, devSite).sort((a, b) => a.startedAt - b.startedAt);
    const extra = records.filter(({ linkedid }) => !expected.some((call) => call.linkedid === linkedid));
    expect(extra.map(({ direction, outcome }) => `${direction} ${outcome}`)).toEqual(besides[story] ?? []);
    for (const { direction, caller } of extra) {
      if (direction === 'inbound') expect(expected.map((call) => call.caller)).toContain(caller);
    }
    const calls = printed(records, devSite);
    for (const told of expected) {
      const call = calls.find(({ linkedid }) => linkedid === told.linkedid);
      // Each row of a room stands for itself: whom an agent met there, CDR tells of the customer's call alone.
      if (told.direction === 'internal' && told.called === '8000') continue;
      const differs = otherwise[story] ?? {};
      const { direction, outcome, reason, callback } = told;
      const { talkedWith, caller } = { ...told, ...differs };
      expect(call).toMatchObject({ direction, outcome, talkedWith, caller, callback: callback ?? call?.callback });
      expect(call?.reason).toBe(outcome !== 'missed' || knowsWhy.has(story) ? reason : 'ended_unknown');
      if (direction === 'inbound') expect(call).toMatchObject({ called: told.called ?? call?.called, line: told.line });
      if (!('linkedids' in differs)) expect(call?.linkedids).toEqual(told.linkedids);
      // What was said is told of the call it was said in.
      if ('talkedWith' in differs) continue;
      expect(call?.recordings).toEqual(differs.recordings ?? told.recordings);
      expect(call?.waitedMs).toSatisfy(near(told.waitedMs), `waited ${JSON.stringify(told.waitedMs)}`);
      expect(call?.talkedMs).toSatisfy(near(told.talkedMs), `talked ${JSON.stringify(told.talkedMs)}`);
    }
    expect(records.every(({ warnings }) => warnings.includes('from_cdr'))).toBe(true);
  });

  test('without the linkedid column no talk is invented and no miss is hidden', async () => {
    const { rows } = await readCdrCsv(join(folder, `${story}.cdr.csv`), 0);
    const records = judgeCdr(
      rows.map((row) => ({ ...row, linkedid: row.uniqueid })),
      devSite,
    );
    const real = new Set(expected.flatMap(({ talkedWith }) => talkedWith));
    for (const { talks } of records) for (const { party } of talks) expect(real).toContain(party);
    for (const told of expected.filter(({ direction, outcome }) => direction === 'inbound' && outcome === 'missed')) {
      const record = records.find(({ linkedids }) => linkedids.includes(told.linkedid));
      expect(record).toMatchObject({ direction: 'inbound', outcome: 'missed' });
    }
  });

  test('what it cannot swear to may still be told better', async () => {
    const { rows } = await readCdrCsv(join(folder, `${story}.cdr.csv`), 0);
    for (const record of judgeCdr(rows, devSite)) {
      expect(isCertain(record)).toBe(record.reason !== 'ended_unknown' && record.outcome !== 'unknown');
    }
  });
});

function near({ min, max }: Range): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= min - COARSE_MS && value <= max + COARSE_MS;
}
