/** Codes of Node and Postgres that say the database is not there now: waiting helps, another try may succeed. */
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);

/** Whether a failure, or what lies behind it, says that the database is away rather than that it refuses. */
export function isDatabaseAway(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && typeof cause.code === 'string' && away.has(cause.code)) return true;
  if (/Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after/.test(cause.message))
    return true;
  return isDatabaseAway(cause.cause);
}
