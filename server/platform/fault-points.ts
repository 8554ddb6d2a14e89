import { existsSync } from 'node:fs';

/**
 * The moments at which a test may end or freeze this process, each between two steps that must survive being parted:
 *
 *   event.read          an event of the PBX was read, nothing made of it yet
 *   snapshot.taken      the PBX told what goes on now, nothing made of it yet
 *   call.ended          a call is judged; it exists in memory only
 *   journal.appended    finished calls are on this machine's disk, not in the database
 *   call.before-commit  a finished call and all that follows from it are written, not committed
 *   call.committed      committed; neither the screens nor the journal know
 *   journal.before-clear all that the journal holds is in the database, the journal not emptied
 *   attempt.committed   a call to place is committed, not ordered from the PBX
 *   originate.sent      the order went out to the PBX, its answer not read
 *   originate.answered  the PBX took the order, which is not written down
 *   backfill.read       the PBX's records were read and judged, nothing of them stored
 *   backfill.before-reconciled  what they told is stored, the window still counts as blind
 *   relay.told          the screens were told of a change, which still counts as untold
 */
export const faultPoints = [
  'event.read',
  'snapshot.taken',
  'call.ended',
  'journal.appended',
  'call.before-commit',
  'call.committed',
  'journal.before-clear',
  'attempt.committed',
  'originate.sent',
  'originate.answered',
  'backfill.read',
  'backfill.before-reconciled',
  'relay.told',
] as const;

export type FaultPoint = (typeof faultPoints)[number];

/** What happens at an armed point. */
type Strike = 'kill' | 'stop';

const signals = { kill: 'SIGKILL', stop: 'SIGSTOP' } as const;

interface Armed {
  readonly name: FaultPoint;
  readonly strike: Strike;
  /** Passes still to be let by. */
  left: number;
  /** The point counts, and strikes, only while this file is there; null: always. */
  readonly when: string | null;
}

let armed: Armed | null = null;

/**
 * Arms one point. Does nothing unless both are set: `RINGBACK_ENV=test` and `RINGBACK_FAULT_AT=NAME[:kill|stop][:N]`,
 * which kills (default) or freezes this process at the Nth pass (default: the first). With `RINGBACK_FAULT_WHEN=FILE`
 * passes count only while that file is there, so that a test first brings everything into place.
 */
export function armFaultPoint(env: Readonly<Record<string, string | undefined>>): void {
  armed = null;
  const { RINGBACK_ENV, RINGBACK_FAULT_AT: told, RINGBACK_FAULT_WHEN: when } = env;
  if (RINGBACK_ENV !== 'test' || !told) return;
  const [name, ...more] = told.split(':');
  const point = faultPoints.find((one) => one === name);
  const strike = more.find((word) => word === 'kill' || word === 'stop') ?? 'kill';
  const left = Number(more.find((word) => /^[1-9]\d{0,8}$/.test(word)) ?? 1) - 1;
  if (point === undefined) throw new Error(`RINGBACK_FAULT_AT names no fault point: ${name}`);
  armed = { name: point, strike, left, when: when || null };
}

/** Marks a named moment. Harmless unless a test has armed this very point. */
export function faultPoint(name: FaultPoint): void {
  if (armed === null || armed.name !== name) return;
  if (armed.when !== null && !existsSync(armed.when)) return;
  if (armed.left > 0) {
    armed.left -= 1;
    return;
  }
  const { strike } = armed;
  armed = null;
  process.kill(process.pid, signals[strike]);
}
