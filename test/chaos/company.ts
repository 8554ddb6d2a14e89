import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { type Db, openPool } from '../../server/platform/db.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/postgres/embedded.ts';
import { silent } from '../../server/platform/postgres/log.ts';
import { type CuttableLine, cuttableLine } from '../e2e/support/cuttable-line.ts';
import { ApiClient } from '../support/api.ts';
import { type RunningService, startService } from '../support/service.ts';
import { waits } from './site.ts';

/** Where a company stands: its PBX, its people and its folder, which is removed with it. */
export interface Ground {
  readonly dataDir: string;
  readonly pbxPort: number;
  readonly accounts: { readonly events: Login; readonly actions: Login };
  readonly sitePath: string;
  readonly celPath: string;
  readonly recordingsDir: string;
  /** Logins of those who work here. */
  readonly agents: readonly string[];
  stopPbx(): Promise<void>;
}

interface Login {
  readonly user: string;
  readonly secret: string;
}

/** A PBX that is there, a database and the real service in processes of their own, broken again and again. */
export interface Company {
  readonly agents: readonly string[];
  readonly line: CuttableLine;
  readonly db: Db;
  readonly dataDir: string;
  /** How often the service was begun. */
  readonly starts: number;
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** An HTTP client of this person at the service that runs now; null while there is none. */
  as(agent: string): ApiClient | null;
  service(): RunningService | null;
  /** The next start has this point armed, e.g. `call.committed:kill:2`. */
  arm(point: string): void;
  /** From now on passes of the armed point count; `false` takes it back. */
  strike(on: boolean): void;
  /** SIGKILL, and as many new services at once as told; the first that is ready goes on. */
  kill(successors?: number): Promise<void>;
  /** Waits until the service runs, starting it when it has died. */
  up(): Promise<void>;
  /** Begins one more service on the same data while the first one runs or sleeps; answers how it ended. */
  rival(): Promise<string>;
  postmaster(): number;
  /** What all services of this company have printed, as far back as it is kept, and the CEL of the PBX. */
  evidence(): string;
  stop(): Promise<void>;
}

const password = 'a-long-chaos-password-2026';

export async function openCompany(ground: Ground): Promise<Company> {
  const { dataDir, accounts, celPath } = ground;
  const strikeFile = join(dataDir, 'strike');
  // What is killed here is processes, never the machine: what was written to the kernel is safe.
  const settings = ['fsync=off', 'full_page_writes=off'];
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log: silent, settings, restart: true });
  const { host } = postgres.poolConfig;
  const pool = openPool({ ...postgres.poolConfig }, silent, 4);
  const line = await cuttableLine(ground.pbxPort);
  const cookies = new Map<string, ApiClient>();
  let current: RunningService | null = null;
  let starting: Promise<void> | null = null;
  let armed = '';
  let [starts, stopped] = [0, false];
  const lives: string[] = [];

  function begin(): Promise<RunningService> {
    const env = {
      DATABASE_URL: `postgresql://ringback@localhost/ringback?host=${encodeURIComponent(host)}`,
      AMI_HOST: '127.0.0.1',
      AMI_PORT: String(line.port),
      AMI_EVENTS_USER: accounts.events.user,
      AMI_EVENTS_SECRET: accounts.events.secret,
      AMI_ACTIONS_USER: accounts.actions.user,
      AMI_ACTIONS_SECRET: accounts.actions.secret,
      RINGBACK_SITE: ground.sitePath,
      RINGBACK_CEL_CSV: celPath,
      RINGBACK_RECORDINGS_DIR: ground.recordingsDir,
      RINGBACK_LOG_LEVEL: 'info',
      RINGBACK_ENV: 'test',
      RINGBACK_WAITS: Object.entries(waits)
        .map(([name, ms]) => `${name}=${ms}`)
        .join(','),
      ...(armed === '' ? {} : { RINGBACK_FAULT_AT: armed, RINGBACK_FAULT_WHEN: strikeFile }),
    };
    starts += 1;
    return startService({ env, dataDir: join(dataDir, 'service'), readyWithinMs: 60_000 });
  }

  async function start(many: number): Promise<void> {
    rmSync(strikeFile, { force: true });
    for (let tries = 1; !stopped; tries += 1) {
      const births = Array.from({ length: many }, begin);
      try {
        const ready = await Promise.any(births);
        current = ready;
        void ready.exited.then(() => {
          lives.push(`${ready.output()}\n--- ended at ${Date.now()}`);
          lives.splice(0, lives.length - 30);
          if (current === ready) current = null;
        });
        // Whoever comes second must give way by itself.
        for (const birth of births) {
          birth.then(
            async (other) => void (other !== ready && (await other.stop({ keepData: true }))),
            () => {},
          );
        }
        return;
      } catch (cause) {
        const why = String(cause instanceof AggregateError ? cause.errors.join('\n') : cause);
        lives.push(why);
        if (tries >= 8) throw new Error(`The service does not start any more:\n${why}`);
        await pause(300);
      }
    }
  }

  const up = (many = 1): Promise<void> => {
    if (current !== null || stopped) return Promise.resolve();
    starting ??= start(many).finally(() => {
      starting = null;
    });
    return starting;
  };

  async function rows<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return (await pool.query<Row>(text, [...values])).rows;
      } catch (cause) {
        if (tries >= 60 || stopped) throw cause;
        await pause(250);
      }
    }
  }

  const company: Company = {
    agents: ground.agents,
    line,
    db: drizzle(pool),
    dataDir,
    get starts() {
      return starts;
    },
    rows,
    as(agent) {
      const known = cookies.get(agent);
      return current === null || known === undefined ? null : known.at(current.url);
    },
    service: () => current,
    arm(point) {
      armed = point;
    },
    strike(on) {
      if (on) writeFileSync(strikeFile, '');
      else rmSync(strikeFile, { force: true });
    },
    async kill(successors = 1) {
      const victim = current;
      victim?.process.kill('SIGKILL');
      await victim?.exited;
      current = null;
      await up(successors);
    },
    up: () => up(),
    async rival() {
      try {
        const second = await begin();
        await second.stop({ keepData: true });
        return 'ran';
      } catch (cause) {
        return String(cause).includes('Another Ringback') ? 'gave way' : `failed: ${String(cause).slice(0, 300)}`;
      }
    },
    postmaster: () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    evidence: () => [...lives, current?.output() ?? '', readFileSync(celPath, 'utf8').slice(-400_000)].join('\n\n'),
    async stop() {
      stopped = true;
      await starting?.catch(() => {});
      if (current !== null) {
        current.process.kill('SIGCONT');
        await current.stop({ keepData: true });
      }
      await line.close();
      await ground.stopPbx();
      await pool.end().catch(() => {});
      await postgres.stop();
      if (existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true });
    },
  };

  try {
    await up();
    await enrol(company, cookies);
  } catch (cause) {
    await company.stop();
    throw cause;
  }
  return company;
}

/** Everybody signs in once; their sessions outlive every death of the service. */
async function enrol(company: Company, cookies: Map<string, ApiClient>): Promise<void> {
  const service = company.service();
  const token = service?.setupToken() ?? null;
  if (service === null || token === null) throw new Error(`No set-up link was printed:\n${company.evidence()}`);
  const admin = new ApiClient(service.url);
  await admin.call('POST', 'setup', { token, name: 'Ada Root', login: 'ada', password, language: 'en' });
  for (const { id, login } of await admin.call<{ id: number; login: string }[]>('GET', 'people')) {
    if (!company.agents.includes(login)) continue;
    const { url } = await admin.call<{ url: string }>('POST', `people/${id}/password-link`);
    await new ApiClient(service.url).call('POST', 'password', { token: url.split('/').at(-1), password });
    const client = new ApiClient(service.url);
    await client.call('POST', 'session', { login, password });
    cookies.set(login, client);
  }
}
