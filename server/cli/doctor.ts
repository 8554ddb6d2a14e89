import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CommandSession, connectCommands } from '../../pbx/actions/command-session.ts';
import type { Frame } from '../../pbx/ami/frame.ts';
import { type Visit, visitPbx } from '../../pbx/ami/inspect.ts';
import { type AmiConfig, ConfigError, type RecordsConfig, readConfig } from '../platform/config.ts';
import { type Finding, judgePbx, ownContexts, writesEventLog } from './doctor-checks.ts';
import { phoneFindings } from './doctor-phones.ts';
import { eventLogFinding } from './doctor-records.ts';
import { loadedCelWriters, readSettings } from './doctor-settings.ts';
import { tableFindings } from './doctor-tables.ts';
import { readSite } from './site-yaml.ts';

const DEFAULT_CONTEXT = 'ringback-callback';
/** Clocks this far apart make waits and due times wrong by as much. */
const MAX_SKEW_MS = 2_000;
const CALL_WITHIN_MS = 4_000;

type Reach = Omit<Parameters<typeof visitPbx>[0], 'user' | 'secret'>;

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok   ', wrong: 'WRONG', unknown: '?    ' };

/** `ringback doctor`: looks at the PBX with both accounts and tells what to mend. Exit code 1 when something is wrong. */
export async function doctor(
  _args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(env);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    err.write(`${cause.message}\n`);
    return 2;
  }
  if (config.ami === null) {
    out.write('No PBX is configured: AMI_HOST is not set, so the demonstration is played. Nothing to examine.\n');
    return 0;
  }
  const context = config.site === null ? DEFAULT_CONTEXT : readSite(config.site).pbx.originateContext;
  let wrong = 0;
  for await (const { state, what, cure } of examine(config.ami, context, config.records)) {
    if (state === 'wrong') wrong += 1;
    out.write(`${marks[state]} ${what}\n`);
    if (cure !== undefined) out.write(`      ${cure.replaceAll('\n', '\n      ')}\n`);
  }
  out.write(wrong === 0 ? 'All is well.\n' : `${wrong} to mend.\n`);
  return wrong === 0 ? 0 : 1;
}

async function* examine(ami: AmiConfig, context: string, records: RecordsConfig): AsyncGenerator<Finding> {
  const tls = ami.tls ? { tls: ami.tlsCa === null ? {} : { ca: readFileSync(ami.tlsCa) } } : {};
  const reach = { host: ami.host, port: ami.port, now: Date.now, ...tls };
  const commands = await openCommands(reach, ami);
  try {
    let visit: Visit;
    try {
      visit = await visitPbx({ ...reach, ...ami.events });
    } catch (cause) {
      yield refused('events', ami.events.user, reasonOf(cause), 'read = call,agent,cdr,user,system\nwrite = reporting');
      yield* commandsFinding(commands, ami);
      return;
    }
    try {
      const { banner, version } = visit;
      const known = `${banner ?? 'no banner'}, Asterisk ${version ?? 'of unknown version'}`;
      yield { state: 'ok', what: `events account is in: ${known}` };
      yield* commandsFinding(commands, ami);
      yield* examineAnswers(visit);
      yield* await examineCall(visit, commands, { ami, context, records });
    } finally {
      await visit.end();
    }
  } finally {
    if ('session' in commands) await commands.session.stop();
  }
}

function* commandsFinding(commands: Commands, ami: AmiConfig): Generator<Finding> {
  if ('session' in commands) yield { state: 'ok', what: 'actions account is in' };
  else yield refused('actions', ami.actions.user, commands.why, 'read =\nwrite = originate,call,agent,reporting');
}

function refused(which: string, user: string, why: string, rights: string): Finding {
  const cure = `manager.conf, then "asterisk -rx 'manager reload'":\n[${user}]\nsecret = <as in your environment>\n${rights}`;
  return { state: 'wrong', what: `${which} account cannot log in (${why})`, cure };
}

function* examineAnswers({ snapshot, clockAheadMs: skew }: Visit): Generator<Finding> {
  const { denied, channels } = snapshot;
  yield denied.length === 0
    ? { state: 'ok', what: `the running calls can be asked for (${channels.length} channels now)` }
    : {
        state: 'wrong',
        what: `the events account may not ask: ${denied.join(', ')}`,
        cure: 'manager.conf, the events account: write = reporting',
      };
  if (skew === null) return;
  const what = `the PBX's clock is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} ours`;
  if (Math.abs(skew) <= MAX_SKEW_MS) yield { state: 'ok', what };
  else yield { state: 'wrong', what, cure: 'run an NTP client on both machines' };
}

interface Asked {
  readonly ami: AmiConfig;
  readonly context: string;
  readonly records: RecordsConfig;
}

/** A call that our dialplan refuses: no phone rings, and all a PBX tells of a call is told of it. */
async function examineCall(visit: Visit, commands: Commands, { ami, context, records }: Asked): Promise<Finding[]> {
  const hasContext = await visit.hasContext(context);
  let call: readonly Frame[] | null = null;
  let placed: string | null = null;
  const findings: Finding[] = [];
  if ('session' in commands && hasContext !== false) {
    const channelId = `rb-doctor-${randomUUID().replaceAll('-', '').slice(0, 22)}`;
    const seen = visit.gather(channelId, bothGone, CALL_WITHIN_MS);
    try {
      await commands.session.testCall(context, channelId);
      placed = channelId;
      call = await seen;
    } catch (cause) {
      const cure = `manager.conf, [${ami.actions.user}]: write = originate,call,agent,reporting`;
      findings.push({ state: 'wrong', what: `a call could not be ordered (${reasonOf(cause)})`, cure });
      await seen;
    }
    // Should it not have been refused, it does not stay.
    if (call !== null && !bothGone(call)) await commands.session.hangup(channelId, 16).catch(() => {});
  }
  const settings = await readSettings(visit, { events: ami.events.user, actions: ami.actions.user });
  return [
    ...findings,
    ...judgePbx({
      eventsUser: ami.events.user,
      actionsUser: ami.actions.user,
      context,
      hasContext,
      has: await ownContextsOf(visit),
      settings,
      cdrEnabled: visit.cdrEnabled,
      celWriters: await loadedCelWriters(visit),
      dialBefore: await visit.getvar('RINGBACK_DIAL_BEFORE'),
      call,
    }),
    ...(hasContext === true ? await phoneFindings(visit) : []),
    // Of a log that is not written, it was said above.
    ...(settings === null || writesEventLog(settings) ? await recordFindings(records, placed) : []),
  ];
}

async function ownContextsOf(visit: Visit) {
  const names = Object.keys(ownContexts) as (keyof typeof ownContexts)[];
  const found = await Promise.all(names.map(async (name) => [name, await visit.hasContext(name)] as const));
  return Object.fromEntries(found) as Record<keyof typeof ownContexts, boolean | null>;
}

async function recordFindings({ celCsv, databaseUrl }: RecordsConfig, placed: string | null): Promise<Finding[]> {
  const tables = databaseUrl === null ? [] : await tableFindings(databaseUrl, placed);
  return celCsv === null && databaseUrl !== null ? tables : [await eventLogFinding(celCsv, placed), ...tables];
}

/** Both halves have hung up. The record of an unanswered call is told before (Asterisk 22). */
function bothGone(frames: readonly Frame[]): boolean {
  return (
    frames.filter(({ name }) => name === 'Hangup').length >= 2 &&
    frames.some(({ name }) => name === 'OriginateResponse')
  );
}

type Commands = { readonly session: CommandSession } | { readonly why: string };

/** Logs the actions account in once. */
async function openCommands(reach: Reach, ami: AmiConfig): Promise<Commands> {
  try {
    return await connectOnce(reach, ami);
  } catch (cause) {
    return { why: reasonOf(cause) };
  }
}

function connectOnce(reach: Reach, ami: AmiConfig): Promise<Commands> {
  return new Promise((resolve) => {
    const session = connectCommands({
      ...reach,
      ...ami.actions,
      allowPlainRemote: ami.allowPlain,
      random: () => 0,
      log: { info() {}, warn() {} },
      onState(state) {
        if (state.state === 'live') resolve({ session });
        if (state.state !== 'down' || state.reason === 'stopped') return;
        // Not within the report: the session would then begin to wait for its next try after it was stopped.
        setImmediate(() => {
          void session.stop().then(() => resolve({ why: `${state.reason}: ${state.detail}` }));
        });
      },
    });
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
