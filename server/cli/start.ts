import { type Service, startService } from '../main.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { armFaultPoint } from '../platform/fault-points.ts';
import { createLogger } from '../platform/logger.ts';

/** `ringback start`: runs until SIGINT or SIGTERM, or until the process that started it is gone. */
export async function start(_args: string[], out: NodeJS.WritableStream, err: NodeJS.WritableStream): Promise<number> {
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(process.env);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    err.write(`${cause.message}\nEvery variable is explained in .env.example.\n`);
    return 2;
  }
  armFaultPoint(process.env);
  const log = createLogger(config.logLevel);
  // Asked for before anything is started: a start that is interrupted ends its database too.
  const told = toldToStop();
  try {
    const service = await startService(config, log);
    if (!told.already()) out.write(welcome(service));
    const code = await Promise.race([told.stop.then(() => 0), service.supplanted.then(() => 1)]);
    await service.stop();
    return code;
  } finally {
    told.forget();
  }
}

/** What a person at the terminal must know, in one piece. */
function welcome({ url, setUpUrl, accounts }: Service): string {
  const lines = ['', `Ringback is ready: ${url}`];
  if (setUpUrl !== null) lines.push(`Make the first admin (works once): ${setUpUrl}`);
  if (accounts.length > 0) {
    lines.push('', 'This is the demonstration, with a PBX and callers of its own. Sign in as:');
    for (const { login, role, password } of accounts)
      lines.push(`  ${login.padEnd(10)} ${role.padEnd(10)} ${password}`);
    lines.push('', 'A call comes within a minute. Ctrl-C stops everything; the data stays.');
  }
  return `${lines.join('\n')}\n\n`;
}

/** npm that is killed leaves its child running: a process whose parent has changed ends by itself. */
function toldToStop() {
  const parent = process.ppid;
  let already = false;
  let done: () => void = () => {};
  const stop = new Promise<void>((resolve) => {
    done = () => {
      already = true;
      resolve();
    };
  });
  const watch = setInterval(() => {
    if (process.ppid !== parent) done();
  }, 1_000);
  process.on('SIGINT', done);
  process.on('SIGTERM', done);
  return {
    stop,
    already: () => already,
    forget(): void {
      clearInterval(watch);
      process.off('SIGINT', done);
      process.off('SIGTERM', done);
    },
  };
}
