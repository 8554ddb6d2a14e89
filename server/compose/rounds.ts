import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/logger.ts';
import { auditLedger } from '../store/audit-views.ts';
import { forgetAnswers } from '../usecases/answers.ts';
import { checkRecordings } from '../usecases/check-recordings.ts';
import { giveUpAttempts, type IsLive } from '../usecases/expire-attempts.ts';
import { expireLeases } from '../usecases/expire-leases.ts';
import { gatherCounts } from '../usecases/gather-counts.ts';
import { handOverFromDisabled } from '../usecases/hand-over.ts';
import { launchCallbacks } from '../usecases/launch-callbacks.ts';
import { offerCallbacks } from '../usecases/offer-callbacks.ts';
import { planOccasions } from '../usecases/plan-occasions.ts';
import { recountBoard } from '../usecases/recount-board.ts';
import { removeErased } from '../usecases/remove-erased.ts';
import { sealChain } from '../usecases/seal-chain.ts';
import type { Round } from '../workers/rounds.ts';
import type { Core } from './core.ts';
import type { PbxSide } from './pbx-side.ts';

interface Parts {
  readonly core: Core;
  readonly config: Config;
  readonly pbx: PbxSide;
  readonly log: Logger;
}

const DAY_MS = 24 * 3_600_000;

/** What is done again and again while the service runs. */
export function roundsOf({ core: { db, house, memory }, config, pbx, log }: Parts): Round[] {
  const root = { root: config.recordingsDir, asNamed: config.pbxRecordingsDir };
  let siteSeen = '';

  async function audit(): Promise<void> {
    for (const { name, violations } of await auditLedger(db, 10)) {
      if (violations.length > 0)
        log.error(
          { invariant: name, violations: violations.length },
          'The ledger breaks a promise. Run: ringback audit',
        );
      if (name === 'counts' && violations.length > 0)
        log.warn(
          { wrong: await recountBoard(house), violations },
          'The counts of the board were wrong and are counted anew.',
        );
    }
  }

  /** `ringback provision` beside the running service: new lines and phones are taken over without a restart. */
  async function site(): Promise<void> {
    const setup = await pbx.follow();
    const seen = JSON.stringify(setup?.map);
    if (seen === siteSeen) return;
    if (siteSeen !== '' && setup !== undefined) {
      pbx.followed()?.intake.takeSite(setup.map);
      await memory.load();
    }
    siteSeen = seen;
  }

  let wholeSince: number | null = null;

  /**
   * Only while all is known: the link whole, and long enough for the records of an outage to be read; no finished call
   * waiting to be written.
   */
  function whatIsLive(): IsLive | null {
    const followed = pbx.followed();
    if (!followed?.intake.coverage.live) {
      wholeSince = null;
      return null;
    }
    wholeSince ??= house.now();
    if (house.now() - wholeSince < house.policy.wholeForMs) return null;
    if (followed.writer.waiting > 0 || (followed.backfill?.waiting ?? 0) > 0) return null;
    const live = new Set(followed.liveCalls().flatMap((call) => [...call.linkedids, call.attemptId]));
    return (attemptId) => live.has(attemptId);
  }

  /** While it cannot be known what the PBX has, nothing is given up: the customer may be on the line. */
  async function attempts(): Promise<void> {
    if (whatIsLive() === null) return;
    await giveUpAttempts(house, async () => ((await pbx.followed()?.intake.askAgain()) === true ? whatIsLive() : null));
  }

  /** Only while the PBX is seen: nobody is ready for a call that could not be placed. */
  async function offers(): Promise<void> {
    const followed = pbx.followed();
    if (!followed?.intake.coverage.live) return;
    // Who is kept for a customer who is called first is offered nothing.
    await launchCallbacks(house, pbx.dial, followed.desk());
    await offerCallbacks(house, followed.desk());
  }

  return [
    { name: 'leases', everyMs: 1_000, run: () => expireLeases(house) },
    { name: 'offers', everyMs: 1_000, run: offers },
    { name: 'attempts', everyMs: 2_000, run: attempts },
    { name: 'recordings', everyMs: 1_000, run: () => checkRecordings(house, root) },
    { name: 'erased-files', everyMs: 60_000, run: () => removeErased(house, root) },
    { name: 'site', everyMs: 3_000, run: site },
    {
      name: 'records',
      everyMs: DAY_MS,
      // What the start itself reads comes first.
      firstAfterMs: 10 * 60_000,
      run: async () => pbx.followed()?.backfill?.recheck(house.now() - 2 * DAY_MS),
    },
    { name: 'presence', everyMs: 1_000, run: () => pbx.presenceLog.flush() },
    { name: 'chain', everyMs: 5_000, run: () => sealChain(house) },
    { name: 'counts', everyMs: 5_000, run: () => gatherCounts(house) },
    { name: 'occasions', everyMs: 10 * 60_000, run: () => planOccasions(house) },
    { name: 'hand-over', everyMs: 60_000, run: () => handOverFromDisabled(house) },
    // A phone that did not answer from the screen is tried again after a day.
    { name: 'phones', everyMs: 60 * 60_000, run: () => memory.refreshPeople() },
    { name: 'answers', everyMs: 60 * 60_000, run: () => forgetAnswers(house) },
    { name: 'audit', everyMs: 5 * 60_000, run: audit },
  ];
}
