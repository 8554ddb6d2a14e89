import { setTimeout as delay } from 'node:timers/promises';
import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { EventSession, EventSessionOptions } from '../../pbx/ami/session-types.ts';
import type { RecordSource } from '../../pbx/records/record-rows.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { AgentPresence, Coverage, LiveCard } from '../../schema/contracts/live.ts';
import type { CardGone } from '../../schema/contracts/socket.ts';
import { didNotAnswer } from '../domain/agent/unanswered.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import type { LiveCall } from '../domain/live/live-call.ts';
import type { DbTx } from '../platform/db.ts';
import { faultPoint } from '../platform/fault-points.ts';
import type { Logger } from '../platform/logger.ts';
import { type PbxSetup, pbxStore } from '../store/pbx.ts';
import type { PresenceEvent } from '../store/presence.ts';
import { passToNextAgent } from '../usecases/launch-callbacks.ts';
import type { Desk } from '../usecases/offer-callbacks.ts';
import { reconcileCall } from '../usecases/reconcile-call.ts';
import { recordBare } from '../usecases/record-bare.ts';
import { recordCall } from '../usecases/record-call.ts';
import { type FinishedCall, recordCalls } from '../usecases/record-calls.ts';
import { type Attempts, createAttempts } from '../workers/attempts.ts';
import type { Backfill } from '../workers/backfill.ts';
import type { CallOrders } from '../workers/call-orders.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import { createIntake, type Intake } from '../workers/intake.ts';
import type { Journal } from '../workers/journal.ts';
import { createLiveBoard, type LiveBoard } from '../workers/live-board.ts';
import { createLogWriter, type LogWriter } from '../workers/log-writer.ts';
import { watchPhonesLetRing } from '../workers/phones-let-ring.ts';
import { createPresence, type Presence } from '../workers/presence.ts';
import { createPresenceOrders, type PresenceOrders } from '../workers/presence-orders.ts';
import { bootIds } from './boot-ids.ts';
import { followCoverage } from './coverage.ts';
import { isDatabaseAway } from './database-away.ts';
import type { House } from './house.ts';
import { ordersOn } from './orders-on.ts';
import { backfillFrom } from './records-side.ts';
import { after, struckCommits } from './struck.ts';

/** The screens as the live side sees them. */
export interface Screens {
  card(userId: number, card: LiveCard): void;
  gone(userId: number, gone: CardGone): void;
  presence(agent: AgentPresence): void;
  /** A phone was paused because it rang out so many times in a row. */
  unanswered(userId: number, calls: number): void;
  coverage(coverage: Coverage): void;
  attemptStep(attemptId: string, step: AttemptView['step']): void;
  connected(userId: number): boolean;
  nextSeq(): number;
}

interface Parts {
  readonly house: House;
  readonly inTransaction: <T>(work: (tx: DbTx) => Promise<T>) => Promise<T>;
  readonly pbx: PbxSetup;
  readonly memory: DeskMemory;
  readonly commands: PbxCommands;
  readonly openSession: (handlers: Pick<EventSessionOptions, 'onEvent' | 'onQuarantine' | 'onState'>) => EventSession;
  readonly screens: Screens;
  /** A person's state is another from this moment on. */
  readonly entered: (event: PresenceEvent) => void;
  /** Others who want to hear what happens now; must only take note. */
  readonly onFact: (fact: CallFact) => void;
  readonly journal: Journal;
  /** Where the PBX writes down its calls, best first; empty when it is not told. */
  readonly sources: readonly RecordSource[];
  readonly log: Logger;
}

/** One PBX, followed and acted on. */
export interface FollowedPbx {
  readonly intake: Intake;
  readonly board: LiveBoard;
  readonly presence: Presence;
  readonly presenceOrders: PresenceOrders;
  readonly attempts: Attempts;
  readonly orders: CallOrders;
  readonly writer: LogWriter;
  /** Null when the PBX's records are not told. */
  readonly backfill: Backfill | null;
  liveCalls(): readonly LiveCall[];
  desk(): Desk;
  start(): void;
  stop(): Promise<void>;
}

/** How often the end of the seen stretch is moved on: at most so much is unknown after a kill. */
const SEEN_EVERY_MS = 2_000;
/** How long a stop waits for finished calls to be written. */
const DRAIN_MS = 5_000;

export function followPbx({
  house,
  inTransaction,
  pbx,
  memory,
  commands,
  openSession,
  screens,
  entered,
  onFact,
  journal,
  sources,
  log,
}: Parts): FollowedPbx {
  const { now } = house;
  const ledger = struckCommits(house);
  const bootId = bootIds(inTransaction, pbx.id);
  const orders = ordersOn({
    pbx,
    house,
    memory,
    commands,
    log,
    live: () => intake.calls().live(),
    silencedBefore: (channel, since) => intake.silencedBefore(channel, since),
    board: () => board,
  });
  const board: LiveBoard = createLiveBoard({
    memory,
    index: house.matchIndex,
    sink: screens,
    nextSeq: screens.nextSeq,
    now,
    ordersOf: ({ call, userId }) => ({
      ...orders.legState(call, userId),
      mayAccept: orders.mayAnswer(call, userId),
      recordsAgainAt: orders.recordsAgainAt(call),
      ticks: [...orders.ticks(call, userId)],
    }),
  });
  const presence = createPresence({
    memory,
    cardsOf: board.statesOf,
    hasScreen: screens.connected,
    now,
    changed: screens.presence,
    entered,
  });
  const presenceOrders = createPresenceOrders({ presence, memory, commands, now });
  const letRing = watchPhonesLetRing({
    ownerOf: memory.ownerOf,
    limit: () => memory.presenceRules.unansweredLimit,
    counted: presence.unanswered,
    tooMany(userId, calls) {
      screens.unanswered(userId, calls);
      presenceOrders
        .pause(userId, didNotAnswer, null)
        .catch((cause: unknown) => log.warn({ err: cause }, 'A phone that nobody picks up could not be paused.'));
    },
  });
  const attempts = createAttempts({
    deps: house,
    commands: {
      originate: (order) => after(commands.originate(order), 'originate.answered'),
      originateCustomer: (order) => after(commands.originateCustomer(order), 'originate.answered'),
      hangup: commands.hangup,
      setVar: commands.setVar,
    },
    async ask() {
      if (!(await intake.askAgain())) return null;
      const live = new Set(
        intake
          .calls()
          .live()
          .flatMap((call) => [...call.linkedids, call.attemptId]),
      );
      return (attemptId) => live.has(attemptId);
    },
    originateContext: pbx.originateContext,
    nextAgent: async (attemptId) => (await passToNextAgent(house, presence.desk(), attemptId))?.device ?? null,
    expect(attempt) {
      intake.calls().expectAttempt(attempt.id);
      board.placing(attempt);
    },
    stepped: ({ id, step }) => screens.attemptStep(id, step),
    log,
  });
  const writer = createLogWriter({
    write: async ({ bootKey, record, from }) => {
      const store = from === 'records' ? reconcileCall : recordCall;
      return (await store(ledger, pbx.id, await bootId(bootKey), record)).callId;
    },
    async writeTogether(batch) {
      const calls: FinishedCall[] = [];
      for (const { bootKey, record } of batch) calls.push({ bootId: await bootId(bootKey), record });
      return (await recordCalls(ledger, pbx.id, calls)).map(({ callId }) => callId);
    },
    written({ liveId, record }, callId) {
      if (callId !== null) orders.logged(liveId, callId);
      board.logged(liveId, callId);
      backfill?.logged(record);
    },
    async refused({ liveId, bootKey, record }, cause) {
      const kept = await recordBare(house, pbx.id, await bootId(bootKey), record).catch((again: unknown) => {
        if (isDatabaseAway(again)) throw again;
        log.error({ err: again, linkedid: record.linkedid }, 'Not even the debt of a refused call could be stored.');
        return null;
      });
      board.logged(liveId, kept?.callId ?? null);
      backfill?.logged(record);
      const why = cause instanceof Error ? cause.message.slice(0, 500) : 'refused';
      const what = kept === null ? 'call refused' : 'call stored in part';
      await inTransaction((tx) => pbxStore(tx).quarantine(pbx.id, now(), `${what}: ${why}`, JSON.stringify(record)));
    },
    isAway: isDatabaseAway,
    journal,
    log,
  });
  const backfill: Backfill | null = backfillFrom({
    sources,
    inTransaction,
    pbx,
    writer,
    intake: () => intake,
    now,
    log,
  });
  const coverage = followCoverage(inTransaction, pbx.id, now, log, () => backfill?.seenAgain());
  const intake: Intake = createIntake({
    pbxName: pbx.name,
    site: pbx.map,
    openSession,
    onFact(fact) {
      const touched = board.apply(fact);
      attempts.apply(fact);
      orders.apply(fact);
      letRing(fact);
      onFact(fact);
      if ('device' in fact) {
        const userId = memory.ownerOf(fact.device);
        if (userId !== null) {
          if (fact.type === 'call.talk_ended' && fact.call.direction !== 'internal') presence.talked(userId);
          presence.look(userId);
        }
      }
      for (const userId of touched) presence.look(userId);
    },
    onEvent: presence.apply,
    onJudged(judged) {
      faultPoint('call.ended');
      if (backfill === null) writer.add(judged);
      else backfill.take(judged);
    },
    onDevice: presence.deviceIs,
    onMembers: presence.membersAre,
    onCoverage(state) {
      coverage.changed(state);
      screens.coverage(state);
      if (state.live) orders.seen();
    },
    onQuarantine({ reason, detail, raw, at }) {
      log.warn({ reason, detail }, 'A frame of the PBX was set aside.');
      inTransaction((tx) => pbxStore(tx).quarantine(pbx.id, at, `${reason}: ${detail}`, raw)).catch((cause: unknown) =>
        log.warn({ err: cause }, 'A frame that was set aside could not be kept.'),
      );
    },
    now,
    log,
  });
  let sweeper: NodeJS.Timeout | undefined;

  return {
    intake,
    board,
    presence,
    presenceOrders,
    attempts,
    orders,
    writer,
    backfill,
    liveCalls: () => intake.calls().live(),
    desk: presence.desk,
    start() {
      intake.start();
      sweeper = setInterval(() => {
        board.sweep();
        coverage.tick();
        void presence.lookAround();
      }, SEEN_EVERY_MS);
    },
    async stop() {
      clearInterval(sweeper);
      orders.stop();
      await intake.stop();
      await backfill?.stop();
      // While the database is away a stop does not wait for it: the journal holds these calls for the next start.
      await Promise.race([writer.drain(), delay(DRAIN_MS, undefined, { ref: false })]);
      await writer.stop();
      await journal.close();
      await Promise.race([coverage.stopped(), delay(DRAIN_MS, undefined, { ref: false })]);
    },
  };
}
