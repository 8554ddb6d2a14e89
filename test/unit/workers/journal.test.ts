import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../server/workers/journal.ts';
import type { Judged } from '../../../server/workers/log-writer.ts';
import { aMissedCall } from '../../support/call-records.ts';

let folder: string;
let path: string;
const said: string[] = [];
const log = {
  warn: (_: object, sentence: string) => said.push(sentence),
  error: (_: object, s: string) => said.push(s),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rb-journal-'));
  path = join(folder, 'journal', 'calls.ndjson');
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function judged(linkedid: string): Judged {
  return {
    liveId: `hq:${linkedid}`,
    bootKey: '2026-11-21 09:00:00',
    record: aMissedCall({ linkedid, endedAt: 1_795_299_435_000, linkedids: [linkedid] }),
  };
}

/** What a start after a kill finds. */
async function reopened(): Promise<readonly Judged[]> {
  const journal = await openJournal({ path, log });
  await journal.close();
  return journal.left;
}

describe('the journal', () => {
  test('gives back after a kill what was appended, whole and in its order', async () => {
    const journal = await openJournal({ path, log });
    expect(await journal.append([judged('1.1'), judged('1.2')])).toBe(true);
    expect(await journal.append([judged('1.3')])).toBe(true);
    // Not closed: this is all a kill -9 leaves behind.
    expect(await reopened()).toEqual([judged('1.1'), judged('1.2'), judged('1.3')]);
    await journal.close();
  });

  test('a torn last line is cut off, and the next line stands on its own', async () => {
    const first = await openJournal({ path, log });
    await first.append([judged('1.1')]);
    await first.close();
    appendFileSync(path, JSON.stringify(judged('1.2')).slice(0, 40));
    const second = await openJournal({ path, log });
    expect(second.left).toEqual([judged('1.1')]);
    await second.append([judged('1.3')]);
    await second.close();
    expect(await reopened()).toEqual([judged('1.1'), judged('1.3')]);
    expect(said).toEqual([]);
  });

  test('a damaged line in the middle is told and passed over', async () => {
    const first = await openJournal({ path, log });
    await first.append([judged('1.1')]);
    await first.close();
    appendFileSync(path, '{"liveId":"hq:1.2"}\n\u0000\u0000\n');
    const second = await openJournal({ path, log });
    await second.append([judged('1.3')]);
    await second.close();
    expect(await reopened()).toEqual([judged('1.1'), judged('1.3')]);
    expect(said[0]).toMatch(/not calls/);
  });

  test('keeps to its bound: what does not fit is refused whole, what was kept stays', async () => {
    const one = JSON.stringify(judged('1.1')).length + 1;
    const journal = await openJournal({ path, log, maxBytes: 2 * one });
    expect(await journal.append([judged('1.1')])).toBe(true);
    expect(await journal.append([judged('1.2'), judged('1.3')])).toBe(false);
    expect(await journal.append([judged('1.4')])).toBe(true);
    await journal.close();
    expect((await reopened()).map(({ record }) => record.linkedid)).toEqual(['1.1', '1.4']);
  });

  test('is empty once cleared, and takes new calls', async () => {
    const journal = await openJournal({ path, log });
    await journal.append([judged('1.1')]);
    await journal.clear();
    expect(readFileSync(path, 'utf8')).toBe('');
    await journal.append([judged('1.2')]);
    await journal.close();
    expect((await reopened()).map(({ record }) => record.linkedid)).toEqual(['1.2']);
  });
});
