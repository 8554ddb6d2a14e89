import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';

const site = {
  country: 'GB',
  areaCode: '20',
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'main', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: '20' }],
  phones: [{ device: 'PJSIP/1001', extension: '1001' }],
  minTalkMs: 1_000,
};

test.each([
  ['originate-answered', { outcome: 'talked', dialled: 'answered' }],
  ['originate-customer-busy', { outcome: 'not_answered', dialled: 'busy' }],
])('a callback of ours is known by its own id in the records: %s', async (name, expected) => {
  const recorded = readFileSync(new URL(`../../traces/records/${name}.cel.csv`, import.meta.url), 'utf8');
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?=",)/.exec(recorded)?.[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'rb-cel-'));
  try {
    const id = `rb-${uuid.replaceAll('-', '').slice(0, 29)}`;
    writeFileSync(join(folder, 'Master.csv'), recorded.replaceAll(`"${uuid}"`, `"${id}"`));
    const { rows } = await readCelCsv(join(folder, 'Master.csv'), 0);
    const [record] = judgeCel(rows, site, () => false);
    expect(record).toMatchObject({ attemptId: id, direction: 'outbound', ...expected });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
