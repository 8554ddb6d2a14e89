/**
 * Classes of SQLSTATE that say nothing of the row itself: connection, read-only standby, password, missing database or
 * table (being restored), lost race, no disk or memory, lock held too long, shutdown, file system. The next try may succeed.
 */
const notAboutTheRow = new Set(['08', '25', '28', '3D', '40', '42', '53', '55', '57', '58']);

/** What the driver says of a connection that is gone; a ROLLBACK that cannot be sent any more hides what came before. */
const lost =
  /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after|(has encountered a connection error|was closed) and is not queryable/;

/** Whether a failure, or what lies behind it, says that the database cannot write now rather than that it refuses this row. */
export function isDatabaseAway(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && typeof cause.code === 'string' && saysAway(cause.code)) return true;
  if (lost.test(cause.message)) return true;
  return isDatabaseAway(cause.cause);
}

function saysAway(code: string): boolean {
  if (/^[0-9A-Z]{5}$/.test(code)) return notAboutTheRow.has(code.slice(0, 2)) || code === 'EPIPE';
  // Node's own: ECONNREFUSED, EAI_AGAIN, ENETUNREACH … (ERR_… is a fault of the program).
  return /^E[A-Z_]+$/.test(code) && !code.startsWith('ERR_');
}
