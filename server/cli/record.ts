import { randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createFictitious } from '../../pbx/ami/fictitious.ts';
import { recordPbx } from '../../pbx/ami/record.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { readSite, type Site } from './site-yaml.ts';

const usage = 'Usage: ringback record --out FILE [--seconds N]\n';
/** A disk that takes nothing for this long may not make us hold the stream. */
const mostUnwrittenBytes = 64 * 1024 * 1024;

interface Asked {
  readonly out: string;
  readonly seconds: number | null;
}

/** `ringback record`: writes down the live stream, numbers and names made fictitious, until Ctrl-C or the time is up. */
export async function record(
  args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    err.write(usage);
    return 2;
  }
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(env);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    err.write(`${cause.message}\n`);
    return 2;
  }
  const { ami } = config;
  if (ami === null) {
    err.write('No PBX is configured: AMI_HOST is not set. There is nothing to record.\n');
    return 2;
  }
  const keep = config.site === null ? [] : ownNumbers(readSite(config.site));
  const part = `${asked.out}.part`;
  const file = createWriteStream(part, { flags: 'wx', mode: 0o600 });
  await opened(file);
  const tls = ami.tls ? { tls: ami.tlsCa === null ? {} : { ca: readFileSync(ami.tlsCa) } } : {};
  const recording = recordPbx({
    reach: { host: ami.host, port: ami.port, now: Date.now, ...ami.events, ...tls },
    fictitious: createFictitious({ key: randomBytes(32), keep }),
    write(text) {
      if (file.writableLength > mostUnwrittenBytes) recording.stop();
      else file.write(text);
    },
    onLive() {
      const until =
        asked.seconds === null ? 'Ctrl-C ends it.' : `It ends after ${asked.seconds} s; Ctrl-C ends it now.`;
      err.write(`Recording. ${until}\n`);
    },
  });
  const timer = asked.seconds === null ? undefined : setTimeout(recording.stop, asked.seconds * 1000);
  process.on('SIGINT', recording.stop);
  process.on('SIGTERM', recording.stop);
  file.once('error', recording.stop);
  const { reason, detail } = await recording.ended;
  clearTimeout(timer);
  process.off('SIGINT', recording.stop);
  process.off('SIGTERM', recording.stop);
  file.end();
  await finished(file);
  await rename(part, asked.out);
  out.write(`${recording.events} events written to ${asked.out}\n`);
  if (keep.length === 0) {
    err.write('RINGBACK_SITE is not set, so the numbers of your own lines are fictitious too.\n');
  }
  err.write('Names of phones, trunks, queues and contexts are kept: look through the file before you give it away.\n');
  if (reason === 'stopped') return 0;
  err.write(`The recording ended early (${reason}): ${detail}\n`);
  return 1;
}

/** Lines and phones are what a verdict is told from; a line's number is public. */
function ownNumbers({ pbx, lines, people, devices }: Site): string[] {
  const phones = [...people.flatMap((person) => person.devices), ...devices];
  return [
    ...lines.flatMap(({ dids }) => dids),
    ...phones.flatMap(({ device, extension }) => [device, extension]),
    ...pbx.trunks,
  ];
}

function opened(file: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    file.once('open', () => resolve());
    file.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new Error(`The recording cannot be written (${cause.code ?? 'error'}): ${String(file.path)}`));
    });
  });
}

function readArguments(args: readonly string[]): Asked | null {
  let out: string | null = null;
  let seconds: number | null = null;
  for (let index = 0; index < args.length; index += 2) {
    const [name, value = ''] = [args[index], args[index + 1]];
    if (name === '--out' && value !== '') out = value;
    else if (name === '--seconds' && /^[1-9][0-9]{0,5}$/.test(value)) seconds = Number(value);
    else return null;
  }
  return out === null ? null : { out, seconds };
}
