import { startService } from '../main.ts';
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
  out.write(`\nRingback is ready: ${service.url}\n`);
  if (service.setUpUrl !== null) out.write(`Make the first admin (works once): ${service.setUpUrl}\n`);
  if (service.accounts.length > 0) {
    out.write('\nThis is the demonstration, with a PBX and callers of its own. Sign in as:\n');
    for (const { login, role, password } of service.accounts) {
      out.write(`  ${login.padEnd(10)} ${role.padEnd(10)} ${password}\n`);
    }
    out.write('\nA call comes within a minute. Ctrl-C stops everything; the data stays.\n\n');
  }
  await ended;
  await service.stop();
  return 0;
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
