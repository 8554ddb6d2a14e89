import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { connectCommands, type PbxCommands } from '../../pbx/actions/command-session.ts';
import { createEventSession } from '../../pbx/ami/event-session.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import type { RecordsConfig } from '../platform/config.ts';
import { faultPoint } from '../platform/fault-points.ts';
import type { Logger } from '../platform/logger.ts';
import type { Realtime } from '../realtime/server.ts';
import { type PbxSetup, pbxStore } from '../store/pbx.ts';
import { presenceStore } from '../store/presence.ts';
import type { DialPort } from '../usecases/dial.ts';
import { openJournal } from '../workers/journal.ts';
import { createPopWatch, type PopWatch } from '../workers/pop-watch.ts';
import { createPresenceLog, type PresenceLog } from '../workers/presence-log.ts';
import type { Core } from './core.ts';
import { type FollowedPbx, followPbx, type Screens } from './follow-pbx.ts';
import type { PbxLink } from './pbx-link.ts';
import type { PushSide } from './push-side.ts';
import { recordSources } from './records-side.ts';
import { struckJournal, struckSession } from './struck.ts';
import { createPresenceNews } from './tell-presence.ts';
import { tellScreens } from './tell-screens.ts';

interface Parts {
  readonly core: Core;
  readonly link: PbxLink;
  /** Browsers beside the pages. */
  readonly push: PushSide;
  /** Where finished calls wait while the database is away. */
  readonly dataDir: string;
  readonly records: RecordsConfig;
  /** The line to the screens; it opens after this side is built. */
  readonly realtime: () => Realtime | null;
  /** Others who want to hear what happens now; must only take note. */
  readonly onFact: (fact: CallFact) => void;
  readonly log: Logger;
}

/** All that concerns the PBX: what it tells, what it is told, and how the screens hear of it. */
export interface PbxSide {
  readonly commands: PbxCommands;
  readonly dial: DialPort;
  readonly tell: ReturnType<typeof tellScreens>;
  /** Where people were, on its way into the database. */
  readonly presenceLog: PresenceLog;
  /** Looks after ringing cards until something shows them. */
  readonly pop: PopWatch;
  followed(): FollowedPbx | null;
  /** Starts to follow as soon as a site is provisioned; once. Answers the site's setup, or undefined. */
  follow(): Promise<PbxSetup | undefined>;
  stop(): Promise<void>;
}

export function createPbxSide({ core, link, push: browsers, dataDir, records, realtime, onFact, log }: Parts): PbxSide {
  const { db, house, memory } = core;
  let followed: FollowedPbx | null = null;
  const sources = recordSources(records, log);
  const reach = {
    host: link.host,
    port: link.port,
    ...(link.tls === null ? {} : { tls: link.tls }),
    now: house.now,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    log,
  };
  const commands = connectCommands({
    ...reach,
    ...link.actions,
    allowPlainRemote: link.allowPlain,
    onSent: (bytes) => void (/^action: originate\r?$/im.test(bytes.toString('latin1')) && faultPoint('originate.sent')),
  });

  function push(): Realtime['push'] {
    const line = realtime();
    if (line === null) throw new Error('The line to the screens is not open yet');
    return line.push;
  }
  const tell = tellScreens({ push, memory, followed: () => followed, now: house.now });

  const pop = createPopWatch({
    push: browsers.ringing,
    withdraw: browsers.over,
    hasScreen: (userId) => push().screensOf(userId) > 0,
    unseen: (userId, since) => followed?.presence.unseen(userId, since),
    now: house.now,
    log,
  });
  const screens: Screens = {
    card(userId, card) {
      push().toUser(userId, 'card', card);
      pop.card(userId, card);
    },
    gone(userId, gone) {
      push().toUser(userId, 'card.gone', gone);
      pop.gone(userId, gone);
    },
    presence: createPresenceNews(push),
    unanswered: (userId, calls) =>
      push().toSupervisors('agent.unanswered', {
        user: { id: userId, name: memory.nameOf(userId) },
        calls,
        at: house.now(),
      }),
    coverage: (coverage) => push().toAll('coverage', coverage),
    attemptStep(id) {
      house
        .transact((tx) => tell([{ type: 'attempt.changed', id }], tx))
        .catch((cause: unknown) => log.warn({ err: cause }, 'A step of a placed call could not be shown.'));
    },
    // In the demonstration the colleagues are at work too, though nobody sits at their screens.
    connected: (userId) => link.demo !== null || (realtime()?.push.screensOf(userId) ?? 0) > 0,
    nextSeq: () => push().nextSeq(),
  };

  const presenceLog = createPresenceLog({
    write: (events) => db.transaction((tx) => presenceStore(tx).add(events)),
  });

  return {
    commands,
    tell,
    presenceLog,
    pop,
    followed: () => followed,
    dial: {
      // Without events nobody could see what becomes of a call: it would look as if it had never been made.
      ready: () => followed?.intake.coverage.live === true && commands.state.state === 'live',
      talksWith: (number) =>
        followed?.liveCalls().some((call) => call.number === number && call.talking.length > 0) === true,
      originate(attempt, { device }) {
        faultPoint('attempt.committed');
        void followed?.attempts.place(attempt, device, { name: 'Ringback', number: attempt.number });
      },
    },
    async follow() {
      const pbx = await db.transaction((tx) => pbxStore(tx).setup());
      if (pbx === undefined || followed !== null) return pbx;
      await memory.load();
      const last = await db.transaction(async (tx) => {
        const before = await presenceStore(tx).last();
        await presenceStore(tx).unseen(pbx.id);
        return before;
      });
      const journal = await openJournal({ path: join(dataDir, 'journal', 'calls.ndjson'), log });
      followed = followPbx({
        house,
        inTransaction: (work) => db.transaction(work),
        pbx,
        memory,
        commands,
        openSession: struckSession((handlers) => createEventSession({ ...reach, ...link.events, ...handlers })),
        screens,
        entered: presenceLog.add,
        onFact,
        journal: struckJournal(journal),
        sources: sources.all,
        log,
      });
      for (const { userId, state, detail } of last) {
        if (state === 'paused') followed.presence.pauseHere(userId, { reason: detail ?? '' });
      }
      followed.start();
      return pbx;
    },
    async stop() {
      pop.stop();
      await followed?.stop();
      await presenceLog
        .flush()
        .catch((cause: unknown) => log.warn({ err: cause }, 'Where people were last is not kept.'));
      await commands.stop();
      await sources.close();
    },
  };
}
