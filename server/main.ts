import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCore } from './compose/core.ts';
import { isDatabaseAway } from './compose/database-away.ts';
import { openDemoSide } from './compose/demo-side.ts';
import { createFeedSide } from './compose/feed-side.ts';
import { serviceFigures } from './compose/figures.ts';
import { healthChecks } from './compose/health.ts';
import { listenToOutbox } from './compose/listen.ts';
import { commandsPort, livePort, presencePort } from './compose/live-port.ts';
import { createOutsideSide } from './compose/outside.ts';
import { openPbxLink } from './compose/pbx-link.ts';
import { createPbxSide } from './compose/pbx-side.ts';
import { provisionAtStart } from './compose/provisioned.ts';
import { createPushSide } from './compose/push-side.ts';
import { roundsOf } from './compose/rounds.ts';
import { createStops } from './compose/stops.ts';
import type { DemoAccount } from './http/ports.ts';
import { buildServer } from './http/server.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openDatabase } from './platform/db.ts';
import { faultPoint } from './platform/fault-points.ts';
import type { Logger } from './platform/logger.ts';
import { watchLoopDelay } from './platform/loop-delay.ts';
import { beOnlyOne } from './platform/postgres/only-one.ts';
import { createRealtime, type Realtime } from './realtime/server.ts';
import { offerSetUp } from './usecases/access-link.ts';
import { wishToCancel } from './usecases/settle-attempt.ts';
import { createRelay } from './workers/relay.ts';
import { createRounds } from './workers/rounds.ts';

/** A running Ringback. */
export interface Service {
  readonly url: string;
  /** The one-time link that makes the first admin; null when there is one. */
  readonly setUpUrl: string | null;
  /** Accounts of the demonstration with this run's passwords. */
  readonly accounts: readonly DemoAccount[];
  /** Resolves when another Ringback has taken over the database while it was away: this one must stop. */
  readonly supplanted: Promise<void>;
  /** Ends in good order: no new facts, no lost ones, no new requests, then the database. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url));

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
}

/** Builds everything and hands it to each other; resolves when the service answers. */
export async function startService(config: Config, log: Logger): Promise<Service> {
  const stops = createStops(log);
  try {
    return await build(config, log, stops);
  } catch (cause) {
    await stops.all();
    throw cause;
  }
}

async function build(config: Config, log: Logger, stops: ReturnType<typeof createStops>): Promise<Service> {
  const now = systemClock;
  const loopDelay = watchLoopDelay();
  const { publicUrl, trustProxy, metricsToken, formOrigins } = config;
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    log,
    watched: true,
  });
  stops.add(database.stop);
  const onlyOne = await beOnlyOne(database.pool, log);
  stops.add(onlyOne.release);
  const { db } = database;
  if (config.ami === null) mkdirSync(config.recordingsDir, { recursive: true });
  const link = await openPbxLink(config, log);
  stops.add(() => link.demo?.pbx.stop());
  await provisionAtStart(db, config, link, now(), log);

  const core = buildCore(db, now);
  const { house, memory } = core;
  const demo = await openDemoSide(core, link);
  let realtime: Realtime | null = null;
  const feed = createFeedSide({ house, memory, trustProxy: trustProxy !== false, log });
  const outside = createOutsideSide({ house, config, log });
  stops.add(outside.stop);
  const push = createPushSide({ house, publicUrl, log });
  const pbx = createPbxSide({
    core,
    push,
    link,
    dataDir: config.dataDir,
    records: config.records,
    realtime: () => realtime,
    onFact: feed.onFact,
    log,
  });
  stops.add(pbx.stop);

  function screensChanged(userId: number): void {
    pbx.followed()?.presence.look(userId);
    demo?.seat((id) => (realtime?.push.screensOf(id) ?? 0) > 0);
  }
  const live = livePort(pbx.followed, screensChanged, memory.choose, pbx.pop.seen, now, log);
  const app = await buildServer(
    {
      house,
      live,
      dial: pbx.dial,
      commands: commandsPort(pbx.followed, memory, pbx.commands, (id) => wishToCancel(house, id), log),
      inCall: () => pbx.followed()?.orders ?? null,
      presence: presencePort(pbx.followed),
      push: push.port,
      health: {
        checks: () => healthChecks(db, pbx.followed(), pbx.commands.state, loopDelay(), outside.ways),
        figures: () => serviceFigures(db, pbx.followed(), now()),
      },
      sessions: {
        signedOut: (userId) => realtime?.signedOut(userId),
        browserSignedOut: (hash) => realtime?.browserSignedOut(hash),
      },
      tokensChanged: feed.tokensChanged,
      demo: demo?.port ?? null,
      recordings: { root: config.recordingsDir, asNamed: config.pbxRecordingsDir },
      publicUrl,
      formOrigins,
      trustProxy,
      metricsToken,
      version: version(),
      uiDir: existsSync(`${root}dist-ui`) ? `${root}dist-ui` : null,
    },
    log,
  );
  realtime = createRealtime({ server: app.server, house, live, publicUrl, trustProxy: trustProxy !== false, log });
  const relay = createRelay({
    transact: house.transact,
    async tell(facts, tx) {
      await pbx.tell(facts, tx);
      await feed.tell(facts, tx);
      faultPoint('relay.told');
    },
    told: feed.wake,
    listen: listenToOutbox(database.pool),
    isAway: isDatabaseAway,
    now,
    log,
  });
  const rounds = createRounds([...roundsOf({ core, config, pbx, log }), feed.round, ...outside.rounds], log);
  feed.open(app.server);
  stops.add(() => app.close(), realtime.close, feed.stop, relay.stop, rounds.stop);

  const listening = await app.listen({ host: config.host, port: config.port });
  const url = publicUrl ?? listening;
  await pbx.follow();
  relay.start();
  rounds.start();
  const setUp = demo === null ? await offerSetUp(house) : null;
  return {
    url,
    setUpUrl: setUp === null ? null : `${url}/setup/${setUp.token}`,
    accounts: demo?.port.accounts() ?? [],
    supplanted: onlyOne.lost,
    stop: stops.all,
  };
}
