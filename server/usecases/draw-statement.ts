import type { Statement, StatementCall, StatementCounts, StatementQuery } from '../../schema/contracts/statement.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

const nothing: StatementCounts = {
  inbound: 0,
  talked: 0,
  owed: 0,
  excluded: 0,
  returned: 0,
  inTime: 0,
  late: 0,
  calledAgain: 0,
  closed: 0,
  live: 0,
};

/** What came in during a stretch and what became of it, with what was not seen and the head of the sealed history. */
export function drawStatement(office: Office, query: StatementQuery): Promise<Statement> {
  return office.transact(async (tx) => {
    const { name, timeZone } = await siteOf(tx);
    const now = office.now();
    const windows = await tx.statement.blind(query, now);
    const { seq, hash, sealedAt } = await tx.chain.head();
    return {
      from: query.from,
      to: query.to,
      at: now,
      site: name,
      timeZone,
      totals: (await tx.statement.totals(query)) ?? nothing,
      lines: await tx.statement.byLine(query),
      days: await tx.statement.byDay(query, timeZone),
      coverage: {
        ...(await tx.statement.seen()),
        blindMs: windows.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0),
        windows,
      },
      chain: sealedAt === null ? null : { seq, head: hash, sealedAt },
    };
  });
}

const atOnce = 1_000;

/** Some calls of a statement, with the zone their hours are told in. */
export interface StatementPage {
  readonly calls: readonly StatementCall[];
  readonly timeZone: string;
}

/** The calls behind a statement, the oldest first, page by page, so that a year needs no more memory than a day. */
export async function* statementCalls(office: Office, query: StatementQuery): AsyncGenerator<StatementPage> {
  let after: { at: number; id: number } | null = null;
  for (;;) {
    const place: typeof after = after;
    const page: StatementPage = await office.transact(async (tx) => ({
      calls: await tx.statement.calls(query, place, atOnce),
      timeZone: (await siteOf(tx)).timeZone,
    }));
    yield page;
    const last = page.calls.at(-1);
    if (last === undefined || page.calls.length < atOnce) return;
    after = { at: last.startedAt, id: last.id };
  }
}

async function siteOf(tx: OfficeTx) {
  const site = await tx.site.get();
  if (!site) throw new Refusal('not-found');
  return site;
}
