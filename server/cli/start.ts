import { type Service, startService } from '../main.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
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
  const log = createLogger(config.logLevel);
  const service = await startService(config, log);
  const ended = untilToldToStop();
  out.write(welcome(service));
  await ended;
  await service.stop();
  return 0;
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
function untilToldToStop(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (process.ppid !== parent) done();
    }, 1_000);
    function done(): void {
      clearInterval(watch);
      process.off('SIGINT', done);
      process.off('SIGTERM', done);
      resolve();
    }
    process.on('SIGINT', done);
    process.on('SIGTERM', done);
  });
}
