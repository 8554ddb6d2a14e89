import type { z } from 'zod';
import type { CommandState } from '../../pbx/actions/command-session.ts';
import type { HealthCheck } from '../../schema/contracts/admin.ts';
import type { Db } from '../platform/db.ts';
import { auditLedger } from '../store/audit-views.ts';
import type { FollowedPbx } from './follow-pbx.ts';

type Check = z.infer<typeof HealthCheck>;

/** Each part of the service with what was seen of it and, when bad, what to do. */
export async function healthChecks(
  db: Db,
  followed: FollowedPbx | null,
  commands: CommandState | null,
): Promise<Check[]> {
  return [...pbxChecks(followed, commands), ...(await databaseChecks(db))];
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

async function databaseChecks(db: Db): Promise<Check[]> {
  try {
    const results = await auditLedger(db, 10);
    return [
      { name: 'database', ok: true, detail: 'answers' },
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
