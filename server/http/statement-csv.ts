import type { StatementCall } from '../../schema/contracts/statement.ts';
import { csvInstant, csvLine } from '../domain/statement/csv.ts';
import type { StatementPage } from '../usecases/draw-statement.ts';

const columns: Readonly<Record<string, (call: StatementCall, timeZone: string) => string | number | boolean | null>> = {
  call: ({ id }) => id,
  started_at: ({ startedAt }, timeZone) => csvInstant(startedAt, timeZone),
  line: ({ line }) => line,
  number: ({ number }) => number,
  verdict: ({ outcome }) => outcome,
  reason: ({ reason }) => reason,
  excluded: ({ excluded }) => excluded,
  callback: ({ callbackId }) => callbackId,
  debt: ({ debt }) => debt,
  settled_as: ({ settledAs }) => settledAs,
  settled_at: ({ settledAt }, timeZone) => csvInstant(settledAt, timeZone),
  proof_call: ({ returnedCallId }) => returnedCallId,
  closed_by: ({ closedBy }) => closedBy,
  closed_reason: ({ closedReason }) => closedReason,
};

/** The calls of a statement as CSV, with a byte order mark so that spreadsheets read UTF-8. */
export async function* statementCsv(pages: AsyncIterable<StatementPage>): AsyncGenerator<string> {
  yield `\ufeff${csvLine(Object.keys(columns))}`;
  const cells = Object.values(columns);
  for await (const { calls, timeZone } of pages)
    yield calls.map((call) => csvLine(cells.map((cell) => cell(call, timeZone)))).join('');
}
