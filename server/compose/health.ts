import type { CommandState } from '../../pbx/actions/command-session.ts';
import type { HealthCheck } from '../../schema/contracts/admin.ts';
import type { Db } from '../platform/db.ts';
import type { LoopDelay } from '../platform/loop-delay.ts';
import { auditLedger } from '../store/audit-views.ts';
import { deliveryStore } from '../store/deliveries.ts';
import { pbxStore } from '../store/pbx.ts';
import type { OutsideWays } from '../usecases/take-ladder-steps.ts';
import type { FollowedPbx } from './follow-pbx.ts';
import { outsideChecks } from './outside.ts';

/** Each part of the service with what was seen of it and, when bad, what to do. */
export async function healthChecks(
  db: Db,
  followed: FollowedPbx | null,
  commands: CommandState | null,
  loop: LoopDelay,
  ways: OutsideWays,
): Promise<HealthCheck[]> {
  const database = await databaseChecks(db, followed?.backfill != null, ways);
  return [...pbxChecks(followed, commands), ...database, loopCheck(loop)];
}

function pbxChecks(followed: FollowedPbx | null, commands: CommandState | null): HealthCheck[] {
  if (followed === null) {
    const detail = 'No site is provisioned. Run: ringback provision SITE.yaml';
    return [{ name: 'pbx', ok: false, detail, says: 'pbx.none' }];
  }
  const { waiting, unsafe } = followed.writer;
  return [
    eventsCheck(followed.intake),
    recordsCheck(followed.backfill),
    commandsCheck(commands),
    {
      name: 'log',
      ok: waiting < 100 && unsafe < 100,
      detail: `${waiting} finished calls wait to be written, ${waiting - unsafe} of them safe in the journal.`,
      says: 'log',
      facts: { waiting, safe: waiting - unsafe },
    },
  ];
}

function eventsCheck({ coverage, counts, connectedAt }: FollowedPbx['intake']): HealthCheck {
  const { live, completeTo, why } = coverage;
  const { events, quarantined, failed } = counts;
  const detail = live
    ? `Events come in: ${events} since the start, ${quarantined} set aside, ${failed} failed.`
    : `No events (${why ?? 'unknown'}). Run: ringback doctor`;
  const facts = {
    events,
    setAside: quarantined,
    failed,
    ...(connectedAt === null ? {} : { connectedAt }),
    ...(completeTo === null ? {} : { completeToAt: completeTo }),
    ...(live ? {} : { why: why ?? 'unknown' }),
  };
  return { name: 'events', ok: live, detail, says: live ? 'events.live' : 'events.blind', facts };
}

function commandsCheck(commands: CommandState | null): HealthCheck {
  const name = 'commands';
  if (commands === null) return { name, ok: false, detail: 'not configured', says: 'commands.notConfigured' };
  if (commands.state === 'down') return { name, ok: false, detail: `${commands.detail} Run: ringback doctor` };
  const { state } = commands;
  return { name, ok: state === 'live', detail: state, says: `commands.${state}` };
}

function loopCheck({ p99Ms, maxMs, settled }: LoopDelay): HealthCheck {
  const detail = `99 of 100 pieces of work waited less than ${p99Ms} ms, the longest ${maxMs} ms.`;
  return { name: 'loop', ok: !settled || p99Ms < 1000, detail, says: 'loop', facts: { p99Ms, maxMs } };
}

function recordsCheck(backfill: FollowedPbx['backfill']): HealthCheck {
  const name = 'records';
  if (backfill === null) {
    const detail = "The PBX's records are not told (RINGBACK_CEL_CSV): missed seconds stay blind.";
    return { name, ok: true, detail, says: 'records.off' };
  }
  const { last, waiting } = backfill;
  if (last === null) {
    return { name, ok: true, detail: 'Nothing had to be looked up since the start.', says: 'records.idle' };
  }
  const when = new Date(last.at).toISOString();
  if (last.error !== null) {
    const detail = `Could not be read at ${when}: ${last.error}`;
    return { name, ok: false, detail, says: 'records.failed', facts: { lookedAt: last.at, error: last.error } };
  }
  const from = new Date(last.from).toISOString();
  const detail = `Last read ${when} from the ${last.source ?? 'records'} back to ${from}: ${last.calls} calls, ${last.added} of them added or corrected, ${waiting} wait.`;
  const facts = { lookedAt: last.at, fromAt: last.from, calls: last.calls, added: last.added, waiting };
  return { name, ok: true, detail, says: 'records.read', facts };
}

/** Without records a blind window can only be shown; with them one that stays is a fault. */
async function databaseChecks(db: Db, hasRecords: boolean, ways: OutsideWays): Promise<HealthCheck[]> {
  try {
    const results = await auditLedger(db, 10);
    const blind = await db.transaction((tx) => pbxStore(tx).blind());
    const now = Date.now();
    const outside = await db.transaction((tx) => deliveryStore(tx).states(now));
    return [
      { name: 'database', ok: true, detail: 'answers', says: 'database.answers' },
      {
        name: 'blind',
        ok: blind.windows === 0 || !hasRecords,
        detail:
          blind.windows === 0
            ? 'Every second was seen or read from the records since.'
            : `${blind.seconds} s in ${blind.windows} windows that nobody has seen: calls may be missing there.`,
        says: blind.windows === 0 ? 'blind.none' : 'blind.some',
        facts: { seconds: blind.seconds, windows: blind.windows },
      },
      ...results.map(({ name, promises, violations }) => ({
        name,
        ok: violations.length === 0,
        detail:
          violations.length === 0
            ? promises
            : `${violations.length} broken: ${violations[0]?.what ?? ''}. Run: ringback audit`,
        says: violations.length === 0 ? `ledger.${name}` : 'ledger.broken',
        facts: { count: violations.length, what: violations[0]?.what ?? '' },
      })),
      ...outsideChecks(outside, ways, now),
    ];
  } catch {
    const detail = 'does not answer; finished calls wait in the journal until it does';
    return [{ name: 'database', ok: false, detail, says: 'database.away' }];
  }
}
