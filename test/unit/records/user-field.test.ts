import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../../pbx/records/cdr-csv.ts';
import { cdrRowsOf } from '../../../pbx/records/cdr-row.ts';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { judgeCdr } from '../../../server/domain/records/judge-cdr.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';
import { judgeQueueLog } from '../../../server/domain/records/judge-queue-log.ts';
import { wordsOf } from '../../../server/domain/records/user-field.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
const recorded = (file: string) => join(import.meta.dirname, '../../traces/records', file);
/** The number of the recorded caller who held it back, which the carrier told in P-Asserted-Identity. */
const heldBack = '7700900456';

const folder = mkdtempSync(join(tmpdir(), 'user-field-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function cdrOf(text: string): Promise<readonly CdrRow[]> {
  const path = join(folder, 'Master.csv');
  writeFileSync(path, text);
  return (await readCdrCsv(path, 0)).rows;
}

describe('a number held back that the trunk tells all the same', () => {
  test('stands in the records of the PBX', () => {
    for (const file of ['withheld.cdr.csv', 'withheld.cel.csv']) {
      expect(readFileSync(recorded(file), 'utf8')).toContain(heldBack);
    }
  });

  test('is in nothing that is judged from CDR or CEL, by the word of the dialplan', async () => {
    const fromCdr = judgeCdr((await readCdrCsv(recorded('withheld.cdr.csv'), 0)).rows, devSite);
    const fromCel = judgeCel((await readCelCsv(recorded('withheld.cel.csv'), 0)).rows, devSite, () => false);
    for (const records of [fromCdr, fromCel]) {
      expect(records).toMatchObject([
        { outcome: 'missed', withheld: true, caller: null, callerRaw: null, line: 'anna' },
      ]);
      expect(JSON.stringify(records)).not.toContain(heldBack);
      expect(records[0]?.warnings).not.toContain('presentation_untold');
    }
  });

  test('is known by a column of its own as well', async () => {
    expect(
      cdrRowsOf([{ channel: 'PJSIP/trunk-1', start: '2026-11-22 00:05:52', pres: 'prohib' }], null).rows[0],
    ).toMatchObject({
      presentation: 'prohib',
    });
    const { rows } = await readCdrCsv(recorded('withheld.cdr.csv'), 0);
    const records = judgeCdr(
      rows.map((row) => ({ ...row, userField: '', presentation: 'prohib_not_screened' })),
      devSite,
    );
    expect(records).toMatchObject([{ withheld: true, caller: null }]);
    expect(JSON.stringify(records)).not.toContain(heldBack);
  });

  test('cannot be told from another without: the caller is called back, and the call says so', async () => {
    const cdr = (await readCdrCsv(recorded('withheld.cdr.csv'), 0)).rows.map((row) => ({ ...row, userField: '' }));
    const cel = (await readCelCsv(recorded('withheld.cel.csv'), 0)).rows.map((row) => ({ ...row, userField: '' }));
    for (const records of [judgeCdr(cdr, devSite), judgeCel(cel, devSite, () => false)]) {
      expect(records).toMatchObject([{ outcome: 'missed', withheld: false, caller: `+44${heldBack}` }]);
      expect(records[0]?.warnings).toContain('presentation_untold');
    }
  });

  test('is never told by the queue log, which owns up to it', () => {
    const at = 1_795_000_000_000;
    const line = { at, callId: '1795000000.1', queue: 'sales', agent: 'NONE' };
    const records = judgeQueueLog(
      [
        { ...line, event: 'ENTERQUEUE', data: ['', `+44${heldBack}`, '1'] },
        { ...line, at: at + 5_000, event: 'ABANDON', data: ['1', '1', '5'] },
      ],
      devSite,
    );
    expect(records).toMatchObject([{ outcome: 'missed', caller: `+44${heldBack}` }]);
    expect(records[0]?.warnings).toEqual(expect.arrayContaining(['presentation_untold', 'from_queue_log']));
  });
});

describe('the user field', () => {
  test.each([
    ['', '', '', ''],
    ['billing code 12', '', '', ''],
    ['2026-11-22/1795305952.4.wav', '', '', ''],
    ['pres=prohib,did=+442079460111', 'prohib', '+442079460111', ''],
    [',pres=,did=,closed=1', '', '', '1'],
    ['rec=a=b.wav,pres=allowed', 'allowed', '', ''],
    ['=x,pres,closed=0', '', '', '0'],
  ])('%j', (text, presentation, did, closed) => {
    expect(wordsOf(text)).toMatchObject({ presentation, did, closed });
  });

  test('names the recording by a word, or by nothing but a file', () => {
    const row = (userfield: string) =>
      cdrRowsOf([{ channel: 'PJSIP/trunk-1', start: '2026-11-22 00:05:52', uniqueid: '1795305952.4', userfield }], null)
        .rows[0];
    expect(row('2026-11-22/1795305952.4.wav')?.recording).toBe('2026-11-22/1795305952.4.wav');
    expect(row('billing code 12')?.recording).toBe('');
    expect(row('pres=allowed,rec=x.wav')).toMatchObject({ recording: '', userField: 'pres=allowed,rec=x.wav' });
  });

  test('is found in a CSV with and without the newer columns', async () => {
    const text = readFileSync(recorded('withheld.cdr.csv'), 'utf8');
    const shorter = text.replace(/,"[^"]*","[^"]*",\d+$/gm, '');
    expect(shorter).not.toBe(text);
    for (const csv of [text, shorter]) {
      const rows = await cdrOf(csv);
      expect(rows.map(({ userField }) => wordsOf(userField).presentation)).toEqual(['prohib_not_screened']);
      expect(judgeCdr(rows, devSite)).toMatchObject([{ withheld: true, line: 'anna' }]);
    }
  });
});

describe('a word of the dialplan and what CEL shows by itself', () => {
  const strip = (words: RegExp) => async (story: string) =>
    judgeCel(
      (await readCelCsv(recorded(`${story}.cel.csv`), 0)).rows.map((row) => ({
        ...row,
        userField: row.userField.replace(words, ''),
      })),
      devSite,
      () => false,
    );

  test('a queue that its last member left early is known without a word', async () => {
    const records = await strip(/,queue=\w+/)('queue-leave-empty');
    expect(records).toMatchObject([{ outcome: 'missed', reason: 'queue_refused' }]);
  });

  test('closed hours are known by the word only; without it the caller is owed all the same', async () => {
    expect(await strip(/,closed=1/)('out-of-hours')).toMatchObject([
      { outcome: 'missed', reason: 'abandoned_before_offer' },
    ]);
    expect(await strip(/nothing/)('out-of-hours')).toMatchObject([{ outcome: 'missed', reason: 'out_of_hours' }]);
  });

  test('a callback refused as too late carries the same warning as by its events', async () => {
    for (const story of ['originate-not-after-passed', 'customer-first-not-after-passed']) {
      expect(await strip(/nothing/)(story)).toMatchObject([{ warnings: ['attempt_refused_late'] }]);
    }
    const { rows } = await readCdrCsv(recorded('originate-not-after-passed.cdr.csv'), 0);
    expect(judgeCdr(rows, devSite)).toMatchObject([{ warnings: ['attempt_refused_late', 'from_cdr'] }]);
  });
});
