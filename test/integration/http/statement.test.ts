import { afterAll, beforeAll, expect, test } from 'vitest';
import { Statement } from '../../../schema/contracts/statement.ts';
import { pbxStore } from '../../../server/store/pbx.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { sealChain } from '../../../server/usecases/seal-chain.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let sue: Browser;
let start: number;
let stretch: string;

beforeAll(async () => {
  web = await openWeb();
  sue = await web.as('sue');
  const { ledger } = web;
  const { pbx, boot, sue: supervisor } = ledger.ids;
  start = ledger.clock.at - 3_600_000;
  stretch = `from=${start}&to=${ledger.clock.at}`;
  let second = 0;
  const at = () => {
    second += 60;
    return start + second * 1_000;
  };
  const miss = async (caller = aNumber(), more: Partial<Parameters<typeof aMissedCall>[0]> = {}) =>
    (await recordCall(web.house, pbx, boot, aMissedCall({ caller, endedAt: at(), ...more }))).callbackId ?? 0;
  const talk = (caller = aNumber()) =>
    recordCall(web.house, pbx, boot, aTalkedCall({ caller, endedAt: at(), talkedMs: 20_000 }));

  await talk();
  const twice = aNumber();
  await miss(twice);
  await miss(twice);
  await miss(aNumber(), { outcome: 'unknown', reason: 'ended_unknown' });
  const again = aNumber();
  await miss(again);
  await talk(again);
  await closeCallback(ledger.deps, await miss(), supervisor, { reason: 'duplicate', note: '=1+1' });
  // Two items of one person: what was merged away lives or ends with the other.
  const [away, into] = [await miss(), await miss()];
  await ledger.query(
    `update callbacks set state = 'merged', merged_into = $2, settled_at = now(), updated_at = now() where id = $1`,
    [away, into],
  );
  await closeCallback(ledger.deps, into, supervisor, { reason: 'duplicate', note: 'one person' });
  await ledger.query(
    `insert into exclusion_rules (kind, value, created_at) values ('excluded_line', 'support', now())`,
  );
  await miss(aNumber(), { line: 'support' });
  await ledger.database.db.transaction(async (tx) => {
    await pbxStore(tx).goBlind(pbx, start + 1_000, 'silent');
    await pbxStore(tx).seeAgain(pbx, start + 11_000, 'not_connected');
  });
  await sealChain(web.house);
});
afterAll(() => web.close());

const drawn = async (query = stretch): Promise<Statement> => {
  const answer = await sue.get(`statement?${query}`);
  expect(answer.status).toBe(200);
  return Statement.parse(answer.body);
};

test('its sums add up, in all, by line and by day', async () => {
  const { totals, lines, days } = await drawn();
  expect(totals).toEqual({
    inbound: 10,
    talked: 2,
    owed: 7,
    excluded: 1,
    returned: 1,
    inTime: 0,
    late: 0,
    calledAgain: 1,
    closed: 3,
    live: 3,
  });
  for (const part of [[totals], lines, days]) {
    for (const one of part) {
      expect(one.inbound).toBe(one.talked + one.owed + one.excluded);
      expect(one.owed).toBe(one.returned + one.closed + one.live);
      expect(one.returned).toBe(one.inTime + one.late + one.calledAgain);
    }
    for (const key of ['inbound', 'talked', 'owed', 'excluded', 'returned', 'closed', 'live'] as const)
      expect(part.reduce((sum, one) => sum + one[key], 0)).toBe(totals[key]);
  }
});

test.each(['owed', 'returned', 'closed', 'live'] as const)('the total "%s" opens its calls', async (debt) => {
  const { totals, lines } = await drawn();
  const calls = async (more = '') => (await sue.get(`calls?${stretch}&debt=${debt}&limit=100${more}`)).body.rows.length;
  expect(await calls()).toBe(totals[debt]);
  for (const one of lines) expect(await calls(`&line=${one.line?.id}`)).toBe(one[debt]);
});

test('it prints what was not seen and the head of the sealed history', async () => {
  const { coverage, chain } = await drawn();
  expect(coverage).toMatchObject({
    followedFrom: start + 11_000,
    blindMs: 10_000,
    windows: [{ startedAt: start + 1_000, endedAt: start + 11_000 }],
  });
  expect(chain?.head).toMatch(/^[0-9a-f]{64}$/);
});

test('the calls behind it leave as a table, and who took them is on record', async () => {
  const answer = await sue.get(`statement.csv?${stretch}`);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = String(answer.body).split('\r\n').slice(0, -1);
  expect(lines[0]).toMatch(/^\ufeff"call","started_at","line","number","verdict"/);
  expect(lines).toHaveLength(11);
  expect(lines.filter((line) => line.includes('"live"'))).toHaveLength(3);
  expect(lines.filter((line) => line.includes('"closed","","'))).toHaveLength(3);
  const [taken] = await web.ledger.query(`select action, detail from audit_log where action = 'statement.exported'`);
  expect(taken).toMatchObject({ detail: { from: start, line: null } });
});

test('an agent may not draw it, and a stretch without end is refused', async () => {
  const amy = await web.as('amy');
  expect((await amy.get(`statement?${stretch}`)).code).toBe('forbidden');
  for (const query of ['', 'from=5&to=4', `from=0&to=${401 * 86_400_000}`])
    expect((await sue.get(`statement?${query}`)).code).toBe('bad-request');
});
