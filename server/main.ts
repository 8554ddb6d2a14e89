import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectCommands } from '../pbx/actions/command-session.ts';
import { createEventSession } from '../pbx/ami/event-session.ts';
import { demoAccounts, demoPort } from './compose/demo.ts';
import { writeDemoHistory } from './compose/demo-history.ts';
import { type FollowedPbx, followPbx } from './compose/follow-pbx.ts';
import { healthChecks } from './compose/health.ts';
import { buildHouse } from './compose/house.ts';
import { listenToOutbox } from './compose/listen.ts';
import { commandsPort, livePort } from './compose/live-port.ts';
import { openPbxLink } from './compose/pbx-link.ts';
import { provisionAtStart } from './compose/provisioned.ts';
import { roundsOf } from './compose/rounds.ts';
import { tellScreens } from './compose/tell-screens.ts';
import { createMatchIndex } from './domain/contact/match-index.ts';
import type { DemoAccount } from './http/ports.ts';
import { buildServer } from './http/server.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openDatabase } from './platform/db.ts';
import type { Logger } from './platform/logger.ts';
import { createRealtime, type Realtime } from './realtime/server.ts';
import { contactStore } from './store/contacts.ts';
import { deskMemoryStore } from './store/desk-memory.ts';
import { matchStore } from './store/matches.ts';
import { pbxStore } from './store/pbx.ts';
import { siteStore } from './store/site.ts';
import { offerSetUp } from './usecases/access-link.ts';
import { createDeskMemory } from './workers/desk-memory.ts';
import { createRelay } from './workers/relay.ts';
import { createRounds } from './workers/rounds.ts';

/** A running Ringback. */
export interface Service {
  readonly url: string;
  /** The one-time link that makes the first admin; null when there is one. */
  readonly setUpUrl: string | null;
  /** Accounts of the demonstration with this run's passwords. */
  readonly accounts: readonly DemoAccount[];
  /** Ends in good order: no new requests, no lost fact, then the database. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url));

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
}

/** Builds everything and hands it to each other; resolves when the service answers. */
export async function startService(config: Config, log: Logger): Promise<Service> {
  const now = systemClock;
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) {
      await Promise.resolve(end()).catch((cause: unknown) => log.error({ err: cause }, 'A part did not stop well.'));
    }
  };
  try {
    const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
    stops.push(database.stop);
    const { db } = database;
    if (config.ami === null) mkdirSync(config.recordingsDir, { recursive: true });
    const link = await openPbxLink(config, log);
    stops.push(async () => link.demo?.pbx.stop());
    await provisionAtStart(db, config, link, now(), log);

    const matchIndex = createMatchIndex();
    const house = buildHouse(db, matchIndex, now);
    const memory = createDeskMemory(
      (work) =>
        db.transaction((tx) =>
          work({
            memory: deskMemoryStore(tx),
            matches: matchStore(tx),
            contacts: contactStore(tx),
            site: siteStore(tx),
          }),
        ),
      matchIndex,
    );

    const reach = {
      host: link.host,
      port: link.port,
      ...(link.tls === null ? {} : { tls: link.tls }),
      now,
      random: () => randomInt(2 ** 32) / 2 ** 32,
      log,
    };
    const commands = connectCommands({ ...reach, ...link.actions, allowPlainRemote: link.allowPlain });
    stops.push(commands.stop);

    const setup = await db.transaction((tx) => pbxStore(tx).setup());
    if (link.demo !== null && setup !== undefined) await firstHistory(setup.id);
    await memory.load();

    let realtime: Realtime | null = null;
    const push = () => {
      if (realtime === null) throw new Error('The line to the screens is not open yet');
      return realtime.push;
    };
    const followed: FollowedPbx | null =
      setup === undefined
        ? null
        : followPbx({
            house,
            inTransaction: (work) => db.transaction(work),
            pbx: setup,
            memory,
            commands,
            openSession: (handlers) => createEventSession({ ...reach, ...link.events, ...handlers }),
            screens: {
              card: (userId, card) => push().toUser(userId, 'card', card),
              gone: (userId, gone) => push().toUser(userId, 'card.gone', gone),
              presence: (agent) => push().toUserAndSupervisors(agent.user.id, 'presence', agent),
              coverage: (coverage) => push().toAll('coverage', coverage),
              attemptStep: (id) => void house.transact((tx) => tell({ type: 'attempt.changed', id }, tx)).catch(unsaid),
              connected: (userId) => (realtime?.push.screensOf(userId) ?? 0) > 0,
              nextSeq: () => push().nextSeq(),
            },
            log,
          });
    const unsaid = (cause: unknown) => log.warn({ err: cause }, 'A step of a placed call could not be shown.');
    const tell = tellScreens({ push, memory, followed: () => followed });

    const accounts = link.demo === null ? [] : await demoAccounts(house);
    const seat = () => {
      const seated = [...memory.people.keys()].filter((userId) => (realtime?.push.screensOf(userId) ?? 0) > 0);
      link.demo?.pbx.control.seat(seated.flatMap((userId) => memory.devicesOf(userId).map(({ device }) => device)));
    };
    const live = livePort(() => followed, screensChanged, memory.choose, now, log);
    function screensChanged(userId: number): void {
      followed?.presence.look(userId);
      seat();
    }

    const app = await buildServer(
      {
        house,
        live,
        dial: {
          ready: () => followed !== null && commands.state.state === 'live',
          originate: (attempt, { device }) =>
            void followed?.attempts.place(attempt, device, { name: 'Ringback', number: attempt.number }),
        },
        commands: commandsPort(() => followed, memory, commands, log),
        health: { checks: () => healthChecks(db, followed, commands.state) },
        sessions: {
          signedOut: (userId) => realtime?.signedOut(userId),
          browserSignedOut: (hash) => realtime?.browserSignedOut(hash),
        },
        demo: link.demo === null ? null : demoPort(link.demo.pbx.control, memory, accounts),
        recordings: { root: config.recordingsDir, asNamed: config.pbxRecordingsDir },
        publicUrl: config.publicUrl,
        trustProxy: config.trustProxy,
        metricsToken: config.metricsToken,
        version: version(),
        uiDir: existsSync(`${root}dist-ui`) ? `${root}dist-ui` : null,
      },
      log,
    );
    const { publicUrl, trustProxy } = config;
    realtime = createRealtime({ server: app.server, house, live, publicUrl, trustProxy: trustProxy !== false, log });
    stops.push(() => app.close());
    stops.push(realtime.close);

    const relay = createRelay({ transact: house.transact, tell, listen: listenToOutbox(database.pool), now, log });
    const rounds = createRounds(roundsOf({ house, db, config, memory, followed, log }), log);
    stops.push(relay.stop, rounds.stop);
    if (followed !== null) stops.push(followed.stop);

    const url = await app.listen({ host: config.host, port: config.port });
    followed?.start();
    relay.start();
    rounds.start();
    const setUp = link.demo === null ? await offerSetUp(house) : null;
    const shownUrl = config.publicUrl ?? url;
    return { url: shownUrl, setUpUrl: setUp === null ? null : `${shownUrl}/setup/${setUp.token}`, accounts, stop };

    async function firstHistory(pbxId: number): Promise<void> {
      if (link.demo === null) return;
      const { site } = link.demo;
      const known = await house.transact((tx) => tx.callRows.any());
      if (known) return;
      const bootId = await db.transaction((tx) => pbxStore(tx).boot(pbxId, 0));
      await writeDemoHistory(house, site, pbxId, bootId);
    }
  } catch (cause) {
    await stop();
    throw cause;
  }
}
