import { type Logger, pino } from 'pino';
import { safeError } from './safe-error.ts';

export type { Logger } from 'pino';

/** Headers that carry secrets never reach the log. */
const secrets = ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]', 'password', 'token'];

/** The program's log: one JSON line per fact, no numbers, names or secrets in it. */
export function createLogger(level: string, destination?: { write: (line: string) => void }): Logger {
  const options = { level, redact: { paths: secrets, remove: true }, serializers: { err: safeError }, base: null };
  return destination ? pino(options, destination) : pino(options);
}

/** How a telephone number is written to the log: its last three digits. */
export function lastThree(number: string | null | undefined): string | null {
  return number ? `…${number.slice(-3)}` : null;
}
