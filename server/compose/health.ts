import type { z } from 'zod';
import type { CommandState } from '../../pbx/actions/command-session.ts';
import type { HealthCheck } from '../../schema/contracts/admin.ts';
import type { Db } from '../platform/db.ts';
import { auditLedger } from '../store/audit-views.ts';
import { pbxStore } from '../store/pbx.ts';
import type { FollowedPbx } from './follow-pbx.ts';

type Check = z.infer<typeof HealthCheck>;

/** Each part of the service with what was seen of it and, when bad, what to do. */
export async function healthChecks(
  db: Db,
  followed: FollowedPbx | null,
  commands: CommandState | null,
): Promise<Check[]> {
  return [...pbxChecks(followed, commands), ...(await databaseChecks(db, followed?.backfill != null))];
}

function pbxChecks(followed: FollowedPbx | null, commands: CommandState | null): Check[] {
  if (followed === null) {
    return [{ name: 'pbx', ok: false, detail: 'No site is provisioned. Run: ringback provision SITE.yaml' }];
  }
  const { coverage, counts } = followed.intake;
  const seen = coverage.live
    ? `Events come in: ${counts.events} since the start, ${counts.quarantined} set aside, ${counts.failed} failed.`
    : `No events (${coverage.why ?? 'unknown'}). Run: ringback doctor`;
  const { waiting, unsafe } = followed.writer;
  return [
    { name: 'events', ok: coverage.live, detail: seen },
    recordsCheck(followed.backfill),
    {
      name: 'commands',
      ok: commands?.state === 'live',
      detail:
        commands?.state === 'down' ? `${commands.detail} Run: ringback doctor` : (commands?.state ?? 'not configured'),
    },
    {
      name: 'log',
      ok: waiting < 100 && unsafe < 100,
      detail: `${waiting} finished calls wait to be written, ${waiting - unsafe} of them safe in the journal.`,
    },
  ];
}

function recordsCheck(backfill: FollowedPbx['backfill']): Check {
  const name = 'records';
  if (backfill === null)
    return { name, ok: true, detail: "The PBX's records are not told (RINGBACK_CEL_CSV): missed seconds stay blind." };
  const { last, waiting } = backfill;
  if (last === null) return { name, ok: true, detail: 'Nothing had to be looked up since the start.' };
  const when = new Date(last.at).toISOString();
  if (last.error !== null) return { name, ok: false, detail: `Could not be read at ${when}: ${last.error}` };
  const from = new Date(last.from).toISOString();
  const detail = `Last read ${when} from the ${last.source ?? 'records'} back to ${from}: ${last.calls} calls, ${last.added} of them added or corrected, ${waiting} wait.`;
  return { name, ok: true, detail };
}

/** Without records a blind window can only be shown; with them one that stays is a fault. */
async function databaseChecks(db: Db, hasRecords: boolean): Promise<Check[]> {
  try {
    const results = await auditLedger(db, 10);
    const blind = await db.transaction((tx) => pbxStore(tx).blind());
    return [
      { name: 'database', ok: true, detail: 'answers' },
      {
        name: 'blind',
        ok: blind.windows === 0 || !hasRecords,
        detail:
          blind.windows === 0
            ? 'Every second was seen or read from the records since.'
            : `${blind.seconds} s in ${blind.windows} windows that nobody has seen: calls may be missing there.`,
      },
      ...results.map(({ name, promises, violations }) => ({
        name,
        ok: violations.length === 0,
        detail:
          violations.length === 0
            ? promises
            : `${violations.length} broken: ${violations[0]?.what ?? ''}. Run: ringback audit`,
      })),
    ];
  } catch {
    return [
      { name: 'database', ok: false, detail: 'does not answer; finished calls wait in the journal until it does' },
    ];
  }
}
