import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectCommands } from '../../pbx/actions/command-session.ts';
import { type Visit, visitPbx } from '../../pbx/ami/inspect.ts';
import { type AmiConfig, ConfigError, readConfig } from '../platform/config.ts';
import { readSite } from './site-yaml.ts';

/** One thing that was looked at. `cure` is the exact line to add or the exact thing to do. */
interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly cure?: string;
}

const DEFAULT_CONTEXT = 'ringback-callback';
/** Clocks this far apart make waits and due times wrong by as much. */
const MAX_SKEW_MS = 2_000;
const HEAR_WITHIN_MS = 5_000;

/** `ringback doctor`: looks at the PBX with both accounts and tells what to mend. Exit code 1 when something is wrong. */
export async function doctor(_args: string[], out: NodeJS.WritableStream, err: NodeJS.WritableStream): Promise<number> {
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(process.env);
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
  for await (const finding of examine(config.ami, context)) {
    if (!finding.ok) wrong += 1;
    out.write(`${finding.ok ? 'ok   ' : 'WRONG'} ${finding.what}\n`);
    if (finding.cure !== undefined) out.write(`      ${finding.cure.replaceAll('\n', '\n      ')}\n`);
  }
  out.write(wrong === 0 ? 'All is well.\n' : `${wrong} to mend.\n`);
  return wrong === 0 ? 0 : 1;
}

async function* examine(ami: AmiConfig, context: string): AsyncGenerator<Finding> {
  const tls = ami.tls ? { tls: ami.tlsCa === null ? {} : { ca: readFileSync(ami.tlsCa) } } : {};
  const reach = { host: ami.host, port: ami.port, now: Date.now, ...tls };
  let visit: Visit;
  try {
    visit = await visitPbx({ ...reach, ...ami.events });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    yield {
      ok: false,
      what: `events account cannot log in (${why})`,
      cure: accountCure(ami.events.user, 'read = call,agent,cdr,user,system\nwrite = reporting'),
    };
    return;
  }
  try {
    yield {
      ok: true,
      what: `events account is in: ${visit.banner ?? 'no banner'}, Asterisk ${visit.version ?? 'of unknown version'}`,
    };
    yield* examineRights(visit, context);
    yield* examineCommands(visit, ami, reach, context);
  } finally {
    await visit.end();
  }
}

function accountCure(user: string, rights: string): string {
  return `manager.conf, then "asterisk -rx 'manager reload'":\n[${user}]\nsecret = <as in your environment>\n${rights}`;
}

async function* examineRights(visit: Visit, context: string): AsyncGenerator<Finding> {
  const { denied, channels } = visit.snapshot;
  yield denied.length === 0
    ? { ok: true, what: `the running calls can be asked for (${channels.length} channels now)` }
    : {
        ok: false,
        what: `the events account may not ask: ${denied.join(', ')}`,
        cure: 'manager.conf, the events account: write = reporting',
      };
  const skew = visit.clockAheadMs;
  if (skew !== null) {
    const what = `the PBX's clock is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} ours`;
    yield Math.abs(skew) <= MAX_SKEW_MS
      ? { ok: true, what }
      : { ok: false, what, cure: 'run an NTP client on both machines' };
  }
  const has = await visit.hasContext(context);
  if (has === null) yield { ok: true, what: `whether the dialplan has [${context}] cannot be asked with these rights` };
  else if (has) yield { ok: true, what: `the dialplan has [${context}]` };
  else {
    const cure =
      'extensions.conf: #include ringback-dialplan.conf   (the file is pbx/asterisk/etc/ringback-dialplan.conf), then "asterisk -rx \'dialplan reload\'"';
    yield { ok: false, what: `the dialplan has no [${context}]`, cure };
  }
}

/** A call to a phone that does not exist rings nowhere, yet shows that orders are taken and that their events come back. */
async function* examineCommands(
  visit: Visit,
  ami: AmiConfig,
  reach: Omit<Parameters<typeof visitPbx>[0], 'user' | 'secret'>,
  context: string,
): AsyncGenerator<Finding> {
  const silent = { info() {}, warn() {} };
  let live: () => void = () => {};
  let down: (why: string) => void = () => {};
  const connected = new Promise<string | null>((resolve) => {
    live = () => resolve(null);
    down = resolve;
  });
  const commands = connectCommands({
    ...reach,
    ...ami.actions,
    allowPlainRemote: ami.allowPlain,
    random: () => 0,
    log: silent,
    onState(state) {
      if (state.state === 'live') live();
      else if (state.state === 'down') down(`${state.reason}: ${state.detail}`);
    },
  });
  try {
    const why = await connected;
    if (why !== null) {
      yield {
        ok: false,
        what: `actions account cannot log in (${why})`,
        cure: accountCure(ami.actions.user, 'read =\nwrite = originate,call,agent,reporting'),
      };
      return;
    }
    yield { ok: true, what: 'actions account is in' };
    const channelId = `rb-doctor-${randomUUID()}`;
    const heard = visit.hear(
      (event) => event.event === 'OriginateResponse' && event.uniqueid === channelId,
      HEAR_WITHIN_MS,
    );
    await commands.originate({ device: 'PJSIP/ringback-doctor', context, exten: '000', channelId, timeoutMs: 1_000 });
    yield (await heard) === null
      ? {
          ok: false,
          what: 'an ordered call was not seen by the events account',
          cure: 'manager.conf, the events account: read = call,agent,cdr,user,system',
        }
      : { ok: true, what: 'an ordered call comes back as an event' };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    yield {
      ok: false,
      what: `a call could not be ordered (${why})`,
      cure: 'manager.conf, the actions account: write = originate,call,agent,reporting',
    };
  } finally {
    await commands.stop();
  }
}
