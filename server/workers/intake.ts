import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import type { Quarantined } from '../../pbx/ami/quarantined.ts';
import type { EventSession, SessionState } from '../../pbx/ami/session-types.ts';
import type { SnapshotMember } from '../../pbx/ami/snapshot.ts';
import type { Coverage } from '../../schema/contracts/live.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import { type Calls, createCalls } from '../domain/call/create-calls.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
import type { Judged } from './log-writer.ts';

type Log = Record<'info' | 'warn' | 'error', (fields: object, sentence: string) => void>;

interface Handlers {
  readonly onEvent: (event: AmiEvent) => void;
  readonly onQuarantine: (piece: Quarantined) => void;
  readonly onState: (state: SessionState) => void;
}

interface Parts {
  readonly pbxName: string;
  readonly site: SiteMap;
  readonly openSession: (handlers: Handlers) => EventSession;
  readonly onFact: (fact: CallFact) => void;
  readonly onEvent: (event: AmiEvent) => void;
  readonly onJudged: (judged: Judged) => void;
  readonly onDevice: (device: string, state: string) => void;
  /** Everybody who serves a queue now. */
  readonly onMembers: (members: readonly SnapshotMember[]) => void;
  readonly onCoverage: (coverage: Coverage) => void;
  readonly onQuarantine: (piece: Quarantined) => void;
  readonly now: () => number;
  readonly log: Log;
}

/** One PBX, followed: its events become facts, its calls are judged once, its absence is known to the second. */
export interface Intake {
  start(): void;
  stop(): Promise<void>;
  calls(): Calls;
  /** A recording holds silence since then, by an order whose event an earlier process heard. */
  silencedBefore(channel: string, since: number): void;
  /** Lines or phones have changed: from the next event on calls are read so. */
  takeSite(site: SiteMap): void;
  readonly site: SiteMap;
  readonly coverage: Coverage;
  /** Since when the PBX's events come over this connection; null while there is none. */
  readonly connectedAt: number | null;
  /**
   * Asks the PBX afresh what goes on, and follows it. True when it has told: what is not live now was over by then,
   * however many events this process still has to read.
   */
  askAgain(): Promise<boolean>;
  /** Names the life of the PBX that is followed now. */
  readonly bootKey: string;
  /** Up to which moment of the PBX's own clock its events were taken; null before the first. */
  readonly readTo: number | null;
  readonly counts: { readonly events: number; readonly quarantined: number; readonly failed: number };
}

/** When the PBX does not tell its start (no right to CoreStatus), all its lives look like one. */
const UNKNOWN_BOOT = '1970-01-01 00:00:00';
/** Events that come while a snapshot is taken are kept; past this many they are taken without waiting for it. */
const MAX_KEPT = 100_000;
/** After a frame was set aside the PBX is asked what goes on: not at once, so that a burst asks once. */
const RECHECK_MS = 2_000;
/** A PBX that did not answer is asked again so soon. */
const RETRY_MS = 2_000;
/** A PBX full of calls is not asked for all their recordings in one breath. */
const ASKED_AT_ONCE = 20;

export function createIntake(parts: Parts): Intake {
  const { now, log } = parts;
  const calls = createCalls(parts.site, { pbx: parts.pbxName });
  const { useSite: readSiteAs } = calls;
  let { site } = parts;
  let bootKey = UNKNOWN_BOOT;
  let kept: AmiEvent[] | null = null;
  let snapshotsAsked = 0;
  let lastSeenAt: number | null = null;
  let readTo: number | null = null;
  /** Nothing was heard for a while, and the PBX has not been asked since. */
  let deaf = true;
  let coverage: Coverage = { live: false, completeTo: null, why: 'connecting' };
  const counts = { events: 0, quarantined: 0, failed: 0 };

  function tell(next: Coverage): void {
    coverage = next;
    parts.onCoverage(next);
  }

  function handle(facts: readonly CallFact[]): void {
    for (const fact of facts) {
      parts.onFact(fact);
      if (fact.type === 'call.ended') parts.onJudged({ liveId: fact.id, bootKey, record: fact.record });
    }
  }

  /** One bad event never stops the stream. */
  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      counts.failed += 1;
      log.error({ err: error }, 'An event could not be handled.');
    }
  }

  function take(event: AmiEvent): void {
    readTo = event.at;
    guarded(() => {
      parts.onEvent(event);
      handle(calls.apply(event));
    });
  }

  function onEvent(event: AmiEvent): void {
    counts.events += 1;
    lastSeenAt = now();
    if (kept !== null && kept.length < MAX_KEPT) {
      kept.push(event);
      return;
    }
    releaseKept();
    take(event);
  }

  function releaseKept(): void {
    const events = kept ?? [];
    kept = null;
    for (const event of events) take(event);
  }

  async function reconcile(): Promise<boolean> {
    snapshotsAsked += 1;
    const mine = snapshotsAsked;
    kept = [];
    try {
      const snapshot = await session.snapshot();
      if (mine !== snapshotsAsked) return false;
      const key = snapshot.bootKey ?? UNKNOWN_BOOT;
      if (key !== bootKey) {
        // Uniqueids may repeat after a restart: everything still here belongs to the life that is over.
        handle(calls.pbxGone(snapshot.at));
        bootKey = key;
      }
      // A call whose Hangup is among the kept events is not lost: its end is only still to come.
      guarded(() => handle(calls.restore(snapshot, kept ?? [])));
      for (const { device, state } of snapshot.devices) parts.onDevice(device, state);
      parts.onMembers(snapshot.members);
      releaseKept();
      lastSeenAt = now();
      tell({ live: true, completeTo: now(), why: snapshot.denied.length > 0 ? 'rights_missing' : null });
      if (deaf) void askRecordings();
      deaf = false;
      // Without the right to ask, what was heard is all there is.
      return !snapshot.incomplete.includes('CoreShowChannels');
    } catch (error) {
      if (mine !== snapshotsAsked) return false;
      releaseKept();
      log.warn({ err: error }, 'The PBX did not tell what is going on; it will be asked again.');
      if (session.state.state === 'live') retry = setTimeout(() => void reconcile(), RETRY_MS);
      return false;
    }
  }

  /** What is recorded already tells of it no more: without asking, nobody could silence it while a card number is read out. */
  async function askRecordings(): Promise<void> {
    const asked = calls.unheard();
    const failed: unknown[] = [];
    for (let from = 0; from < asked.length; from += ASKED_AT_ONCE)
      await Promise.all(
        asked.slice(from, from + ASKED_AT_ONCE).map(async ({ uniqueid, channel }) => {
          try {
            const file = await session.variableOf(channel, 'MIXMONITOR_FILENAME');
            if (file !== null) guarded(() => handle(calls.recordedBefore(uniqueid, file, now())));
          } catch (error) {
            failed.push(error);
          }
        }),
      );
    // A link that is gone asks anew when it is there again.
    if (failed.length === 0 || session.state.state !== 'live') return;
    log.warn({ err: failed[0] }, 'The PBX did not tell which calls it records; it will be asked again.');
    clearTimeout(askLater);
    askLater = setTimeout(() => void askRecordings(), RETRY_MS);
  }

  let askLater: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let recheck: NodeJS.Timeout | undefined;

  function onState(state: SessionState): void {
    clearTimeout(retry);
    clearTimeout(askLater);
    if (state.state === 'live') {
      deaf = true;
      void reconcile();
      return;
    }
    snapshotsAsked += 1;
    // What came while the PBX was asked afresh was heard all the same; after a gap it would be read over what is not so any more.
    if (coverage.live) releaseKept();
    kept = null;
    const why = state.state === 'down' ? state.reason : 'connecting';
    tell({ live: false, completeTo: lastSeenAt, why });
  }

  const session = parts.openSession({
    onEvent,
    onState,
    onQuarantine(piece) {
      counts.quarantined += 1;
      parts.onQuarantine(piece);
      // What was set aside may have been the end of a leg or the start of a call: the PBX itself is asked soon.
      clearTimeout(recheck);
      recheck = setTimeout(() => void (session.state.state === 'live' && kept === null && reconcile()), RECHECK_MS);
    },
  });

  return {
    start: () => session.start(),
    async stop() {
      clearTimeout(recheck);
      clearTimeout(retry);
      await session.stop();
      clearTimeout(retry);
      clearTimeout(askLater);
    },
    calls: () => calls,
    silencedBefore: (channel, since) => guarded(() => handle(calls.silencedBefore(channel, since, now()))),
    askAgain: async () => session.state.state === 'live' && kept === null && reconcile(),
    takeSite(next) {
      site = next;
      readSiteAs(next);
    },
    get site() {
      return site;
    },
    get bootKey() {
      return bootKey;
    },
    get readTo() {
      return readTo;
    },
    get connectedAt() {
      return session.state.state === 'live' ? session.state.at : null;
    },
    get coverage() {
      return coverage.live ? { ...coverage, completeTo: now() } : coverage;
    },
    counts,
  };
}
