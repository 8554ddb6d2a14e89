import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

describe('the debt board by queue and by age', () => {
  let web: Web;
  let lead: Browser;
  const items: Record<string, number> = {};
  const missed = async (name: string, agoMs: number, queue: string | null) => {
    const { deps, ids, clock } = web.ledger;
    const call = aMissedCall({ caller: aNumber(), endedAt: clock.at - agoMs, queue });
    items[name] = (await recordCall(deps, ids.pbx, ids.boot, call)).callbackId ?? 0;
  };
  const board = async (query: string) => (await lead.get(`board?${query}`)).body;
  const names = ({ rows }: { rows: { id: number }[] }) =>
    rows.map(({ id }) => Object.entries(items).find(([, item]) => item === id)?.[0]);

  beforeAll(async () => {
    web = await openWeb();
    lead = await web.as('sue');
    await web.ledger.query(
      `insert into queues (pbx_id, name, label) values ($1, 'sales & co', 'Sales'), ($1, 'help', 'Help')`,
      [web.ledger.ids.pbx],
    );
    await missed('old sales', 26 * 60 * minute, 'sales & co');
    await missed('hours of help', 5 * 60 * minute, 'help');
    await missed('new sales', 10 * minute, 'sales & co');
    await missed('no queue', 90 * minute, null);
  });
  afterAll(() => web.close());

  test('the queues to choose from come with the session', async () => {
    expect((await lead.get('session')).body.queues).toEqual([
      { name: 'help', label: 'Help' },
      { name: 'sales & co', label: 'Sales' },
    ]);
  });

  test('a queue narrows the rows and every count, the tiles stay those of the whole board', async () => {
    const sales = await board(`queue=${encodeURIComponent('sales & co')}`);
    expect(names(sales)).toEqual(['old sales', 'new sales']);
    expect(sales.counts).toMatchObject({ owed: 2, overdue: 1 });
    expect(sales.tiles.open).toBe(4);
    expect(names(await board('queue=nowhere'))).toEqual([]);
  });

  test('an age counts from the first miss, and goes with any other filter', async () => {
    expect(names(await board('age=1h'))).toEqual(['old sales', 'hours of help', 'no queue']);
    expect(names(await board('age=4h'))).toEqual(['old sales', 'hours of help']);
    expect(names(await board('age=4h&queue=help'))).toEqual(['hours of help']);
    expect((await board('age=1d&filter=overdue')).counts).toMatchObject({ owed: 1, overdue: 1 });
    expect(names(await board('age=3d'))).toEqual([]);
    expect((await lead.get('board?age=2h')).code).toBe('bad-request');
  });

  test('what grows old while somebody pages does not come in between two pages', async () => {
    const first = await board('age=1h&limit=2');
    await missed('nearly an hour', 60 * minute - 5_000, 'help');
    web.ledger.clock.at += 10_000;
    const second = await board(`age=1h&limit=2&cursor=${first.next}`);
    expect([...names(first), ...names(second)]).toEqual(['old sales', 'hours of help', 'no queue']);
    expect(names(await board('age=1h'))).toContain('nearly an hour');
    await web.ledger.expectAllKept();
  });
});
