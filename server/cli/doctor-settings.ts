import type { Visit } from '../../pbx/ami/inspect.ts';

/** What stands in the PBX's own files, as far as it matters to us. An absent setting is empty. */
export interface PbxSettings {
  readonly eventsRead: string;
  readonly eventsWrite: string;
  readonly actionsWrite: string;
  readonly timestampevents: string;
  readonly channelvars: string;
  readonly cdrUnanswered: string;
  readonly celEnable: string;
  readonly celEvents: string;
  readonly celApps: string;
}

/** What writes CEL down where it can be read again. */
export const celWriters = ['cel_custom.so', 'cel_pgsql.so', 'cel_odbc.so', 'cel_sqlite3_custom.so', 'cel_tds.so'];

/** Reads settings through the dialplan function AST_CONFIG; null when the PBX has it not, or does not let us. Secrets are never asked for. */
export async function readSettings(
  visit: Pick<Visit, 'getvar'>,
  accounts: { readonly events: string; readonly actions: string },
): Promise<PbxSettings | null> {
  const setting = async (file: string, section: string, name: string) =>
    (await visit.getvar(`AST_CONFIG(${file},${section},${name})`)) ?? '';
  // A name that could end the expression is no name of an account.
  const own = ({ events, actions }: typeof accounts) => [events, actions].every((name) => /^[\w.@-]{1,60}$/.test(name));
  if (!own(accounts)) return null;
  const eventsRead = await setting('manager.conf', accounts.events, 'read');
  const known = eventsRead !== '' || (await setting('manager.conf', 'general', 'enabled')) !== '';
  if (!known) return null;
  return {
    eventsRead,
    eventsWrite: await setting('manager.conf', accounts.events, 'write'),
    actionsWrite: await setting('manager.conf', accounts.actions, 'write'),
    timestampevents: await setting('manager.conf', 'general', 'timestampevents'),
    channelvars: await setting('manager.conf', 'general', 'channelvars'),
    cdrUnanswered: await setting('cdr.conf', 'general', 'unanswered'),
    celEnable: await setting('cel.conf', 'general', 'enable'),
    celEvents: await setting('cel.conf', 'general', 'events'),
    celApps: await setting('cel.conf', 'general', 'apps'),
  };
}

/** Which modules that write CEL are loaded; null when it cannot be asked. */
export async function loadedCelWriters(visit: Pick<Visit, 'getvar'>): Promise<readonly string[] | null> {
  const answers = await Promise.all(celWriters.map((module) => visit.getvar(`IFMODULE(${module})`)));
  // Without the function every answer is empty; with it, each is 0 or 1.
  if (answers.every((answer) => answer === null || answer === '')) return null;
  return celWriters.filter((_, index) => answers[index] === '1');
}
