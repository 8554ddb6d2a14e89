import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { ProblemCode } from '../../schema/contracts/problem.ts';
import { serviceFigures } from '../../server/compose/figures.ts';
import { createMatchIndex } from '../../server/domain/contact/match-index.ts';
import type { HttpDeps, LivePort } from '../../server/http/ports.ts';
import { buildServer } from '../../server/http/server.ts';
import { currentOnce } from '../../server/platform/once.ts';
import { hashPassword } from '../../server/platform/password.ts';
import type { Attempt } from '../../server/store/attempts.ts';
import { officeStoresOver } from '../../server/store/office-stores.ts';
import { transactWith } from '../../server/store/transact.ts';
import type { Deps } from '../../server/usecases/deps.ts';
import type { Office } from '../../server/usecases/office.ts';
import { type Ledger, openLedger } from './ledger.ts';

export const password = 'correct horse battery';
export const origin = 'http://localhost:80';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asserts
  readonly body: any;
  readonly code: ProblemCode | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookie: string | undefined;
}

/** One browser: it keeps its cookie and says where it comes from. */
export interface Browser {
  cookie: string | undefined;
  call(
    method: InjectOptions['method'],
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

export interface Web {
  readonly ledger: Ledger;
  readonly house: Office & Deps;
  readonly deps: HttpDeps;
  readonly app: FastifyInstance;
  readonly ann: number;
  readonly recordingsDir: string;
  /** What was handed to the PBX. */
  readonly dialled: Attempt[];
  readonly commands: string[];
  readonly signedOut: (number | string)[];
  readonly pbx: { ready: boolean; talksWith: string | null };
  browser(): Browser;
  /** Signed in as amy or bob (agents), sue (supervisor) or ann (admin). */
  as(login: string): Promise<Browser>;
  close(): Promise<void>;
}

const quiet: LivePort = {
  cardsOf: () => [],
  attemptStep: () => null,
  coverage: () => ({ live: true, completeTo: null, why: null }),
  presenceOf: () => null,
  agents: () => [],
  waiting: () => ({ count: 0, longestSince: null }),
  painted: () => {},
  chosen: () => {},
  screens: () => {},
};

/** The web server over a fresh database, with a PBX that only writes down what it is asked. */
export async function openWeb(over: Partial<HttpDeps> = {}): Promise<Web> {
  const ledger = await openLedger();
  const hash = await hashPassword(password);
  const [ann] = await ledger.query<{ id: number }>(
    `insert into users (login, name, role, created_at) values ('ann', 'ann', 'admin', now()) returning id`,
  );
  await ledger.query('update users set password_hash = $1', [hash]);
  const recordingsDir = await realpath(await mkdtemp(join(tmpdir(), 'rb-recordings-')));
  const house: Office & Deps = {
    ...ledger.deps,
    transact: transactWith(ledger.database.db, officeStoresOver(), currentOnce),
    matchIndex: createMatchIndex(),
  };
  const dialled: Attempt[] = [];
  const commands: string[] = [];
  const signedOut: (number | string)[] = [];
  const pbx: Web['pbx'] = { ready: true, talksWith: null };
  const order = (name: string) => async (userId: number, id: string) => commands.push(`${name} ${userId} ${id}`) > 0;
  const deps: HttpDeps = {
    house,
    live: quiet,
    dial: {
      ready: () => pbx.ready,
      talksWith: (number) => number === pbx.talksWith,
      originate: (attempt) => void dialled.push(attempt),
    },
    commands: { hangUpAttempt: order('attempt'), hangUpCard: order('card'), rejectCard: order('reject') },
    push: { publicKey: async () => 'BPublicKey', mayPush: ({ endpoint }) => endpoint.startsWith('https://push.') },
    presence: {
      pause: async (userId, reason, byId) => void commands.push(`pause ${userId} ${reason} ${byId}`),
      ready: async (userId, byId) => void commands.push(`ready ${userId} ${byId}`),
      moreTime: (userId) => void commands.push(`more ${userId}`),
      serve: async (userId, queue, serves) => commands.push(`serve ${userId} ${queue} ${serves}`) > 0,
    },
    health: {
      checks: async () => [{ name: 'database', ok: true, detail: 'answers' }],
      figures: () => serviceFigures(ledger.database.db, null, ledger.clock.at),
    },
    sessions: { signedOut: (id) => void signedOut.push(id), browserSignedOut: (hash) => void signedOut.push(hash) },
    demo: null,
    recordings: { root: recordingsDir, asNamed: '/var/spool/asterisk/monitor' },
    publicUrl: null,
    trustProxy: false,
    metricsToken: null,
    version: '0.0.0-test',
    uiDir: null,
    ...over,
  };
  const app = await buildServer(deps);
  await app.ready();
  const browser = () => openBrowser(app);
  return {
    ledger,
    house,
    deps,
    app,
    ann: ann?.id ?? 0,
    recordingsDir,
    dialled,
    commands,
    signedOut,
    pbx,
    browser,
    as: async (login) => {
      const signedIn = browser();
      const answer = await signedIn.post('session', { login, password });
      if (answer.status !== 200) throw new Error(`${login} could not sign in: ${JSON.stringify(answer.body)}`);
      return signedIn;
    },
    close: async () => {
      await app.close();
      await ledger.close();
      await rm(recordingsDir, { recursive: true, force: true });
    },
  };
}

function openBrowser(app: FastifyInstance): Browser {
  const self: Browser = {
    cookie: undefined,
    async call(method, path, body, headers = {}) {
      const response = await app.inject({
        method: method ?? 'GET',
        url: path.startsWith('/') ? path : `/api/v1/${path}`,
        headers: { origin, ...(self.cookie && { cookie: `rb_session=${self.cookie}` }), ...headers },
        ...(body !== undefined && { payload: body as object }),
      });
      const cookie = response.cookies.find(({ name }) => name === 'rb_session')?.value;
      if (cookie) self.cookie = cookie;
      const isJson = String(response.headers['content-type'] ?? '').includes('json') && response.body !== '';
      const parsed = isJson ? response.json() : response.body;
      const code = isJson ? parsed?.error?.code : undefined;
      return { status: response.statusCode, body: parsed, code, headers: response.headers, cookie };
    },
    get: (path, headers) => self.call('GET', path, undefined, headers),
    post: (path, body) => self.call('POST', path, body),
  };
  return self;
}
