import type { Figure } from '../http/ports.ts';
import type { Db } from '../platform/db.ts';
import { auditLedger } from '../store/audit-views.ts';
import { ledgerFigures } from '../store/figures.ts';
import { pbxStore } from '../store/pbx.ts';
import type { FollowedPbx } from './follow-pbx.ts';

const liveStates = ['open', 'claimed', 'dialing', 'needs_human'] as const;

/** What the service tells those who watch it: the promise first, then what the promise stands on. */
export async function serviceFigures(db: Db, followed: FollowedPbx | null, now: number): Promise<Figure[]> {
  return [...(await databaseFigures(db, now)), ...pbxFigures(followed, now)];
}

async function databaseFigures(db: Db, now: number): Promise<Figure[]> {
  const up = (value: number): Figure => ({ name: 'database_up', help: 'The database answers', value });
  try {
    const audit = await auditLedger(db);
    const { ledger, blind } = await db.transaction(async (tx) => ({
      ledger: await ledgerFigures(tx, now),
      blind: await pbxStore(tx).blind(),
    }));
    return [
      ...audit.map(({ name, violations }) => ({
        name: 'audit_violations',
        help: 'Broken promises by invariant (at most 100 are counted); must be 0',
        labels: { invariant: name },
        value: violations.length,
      })),
      ...liveStates.map((state) => ({
        name: 'callbacks_live',
        help: 'Calls owed, by state',
        labels: { state },
        value: ledger.live[state] ?? 0,
      })),
      { name: 'callbacks_overdue', help: 'Calls owed whose time has come', value: ledger.overdue },
      {
        name: 'callbacks_oldest_overdue_seconds',
        help: 'How long the most overdue call has waited since its due time; 0 when none is overdue',
        value: ledger.oldestOverdueMs / 1000,
      },
      {
        name: 'blind_seconds',
        help: 'Seconds of the PBX that nobody saw and no record has told',
        value: blind.seconds,
      },
      up(1),
    ];
  } catch {
    return [up(0)];
  }
}

function pbxFigures(followed: FollowedPbx | null, now: number): Figure[] {
  if (followed === null) return [];
  const { coverage, counts } = followed.intake;
  const { waiting, unsafe } = followed.writer;
  return [
    { name: 'pbx_up', help: 'Events of the PBX come in', value: coverage.live ? 1 : 0 },
    {
      name: 'pbx_complete_lag_seconds',
      help: 'How far behind now the last second lies up to which every call is known',
      value: coverage.live || coverage.completeTo === null ? 0 : (now - coverage.completeTo) / 1000,
    },
    { name: 'pbx_events', help: 'AMI events read since the start', value: counts.events },
    { name: 'pbx_frames_set_aside', help: 'Frames that were not believed, since the start', value: counts.quarantined },
    { name: 'calls_waiting_to_be_written', help: 'Finished calls not yet in the database', value: waiting },
    { name: 'calls_unsafe', help: 'Of those, not yet in the journal on disk either', value: unsafe },
  ];
}
