import { setTimeout as delay } from 'node:timers/promises';
import { isMariaDb } from '../../pbx/records/mariadb-tables.ts';
import type { RecordTable, RecordTables } from '../../pbx/records/tables.ts';
import { openTables } from '../compose/records-side.ts';
import { silent } from '../platform/postgres/log.ts';
import type { Finding } from './doctor-checks.ts';

const WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;
const named = 'the database that RINGBACK_RECORDS_DATABASE_URL names';

/** Whether the database of records can be read, holds the call that was just placed, and is quick to search. */
export async function tableFindings(url: string, channelId: string | null): Promise<Finding[]> {
  const { tables, close } = openTables(url, silent);
  try {
    const [cel, cdr] = [await tableOf(tables, 'cel'), await tableOf(tables, 'cdr')];
    const findings: Finding[] = [];
    if (cel === null && cdr === null) {
      const what = `${named} has neither a table cel nor a table cdr that we may read`;
      return [{ state: 'wrong', what, cure: rights(url) }];
    }
    if (cel === null) {
      const what = `${named} has no table cel: CDR tells who talked, not why nobody did`;
      findings.push({ state: 'unknown', what, cure: writer(url) });
    } else findings.push(await holdsCall(tables, cel, channelId, url), ...(await quick(tables, cel, 'eventtime')));
    if (cdr !== null) findings.push(...(await quick(tables, cdr, cdr.columns.has('start') ? 'start' : 'calldate')));
    return findings;
  } catch (cause) {
    return [{ state: 'wrong', what: `${named} cannot be read (${reasonOf(cause)})`, cure: rights(url) }];
  } finally {
    await close();
  }
}

/** Null when there is none, or none that we may see. */
async function tableOf(tables: RecordTables, name: string): Promise<RecordTable | null> {
  try {
    return await tables.describe(name);
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('There is no table')) return null;
    throw cause;
  }
}

/** The PBX writes a moment after the call. */
async function holdsCall(
  tables: RecordTables,
  cel: RecordTable,
  channelId: string | null,
  url: string,
): Promise<Finding> {
  if (channelId === null) return { state: 'ok', what: `${named} has a table cel` };
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    if (await tables.holds(cel, 'uniqueid', channelId)) return { state: 'ok', what: `${named} holds the test call` };
    if (performance.now() >= until) break;
    await delay(LOOK_EVERY_MS);
  }
  return { state: 'wrong', what: `${named} has a table cel that does not hold the test call`, cure: writer(url) };
}

async function quick(tables: RecordTables, table: RecordTable, time: string): Promise<Finding[]> {
  if (await tables.isIndexed(table, time)) return [];
  const what = `the table ${table.name} has no index on ${time}: each look at it reads it as a whole`;
  return [{ state: 'unknown', what, cure: `create index ringback_${time} on ${table.name} (${time});` }];
}

const rights = (url: string) =>
  isMariaDb(url)
    ? "grant select on asteriskcdrdb.* to 'ringback'@'%';"
    : 'grant usage on schema public to ringback; grant select on cel, cdr to ringback;';

const writer = (url: string) =>
  isMariaDb(url)
    ? 'modules.conf: load = cel_odbc.so; cel_odbc_custom.conf: [cel] connection=asteriskcdrdb, table=cel'
    : 'modules.conf: load = cel_pgsql.so; cel_pgsql.conf: [global] hostname, dbname, table=cel; cel.conf: enable = yes';

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
}
