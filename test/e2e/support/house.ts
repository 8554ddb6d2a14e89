import { readFileSync, writeFileSync } from 'node:fs';
import { ApiClient } from '../../support/api.ts';
import { type AsteriskOptions, startAsterisk, type TestAsterisk } from '../../support/asterisk.ts';
import { type RunningService, startService } from '../../support/service.ts';

/** A whole company for one test file: a real Asterisk, the built service, and people who can sign in. */
export interface TestHouse {
  readonly pbx: TestAsterisk;
  readonly service: RunningService;
  readonly password: string;
  /** An HTTP client signed in as this person. */
  as(login: string): Promise<ApiClient>;
  stop(): Promise<void>;
}

interface Row {
  readonly id: number;
  readonly login: string;
}

const password = 'a-long-test-password-2026';

/** Starts everything as an admin would: site file, set-up link, one password link per person. */
export async function startHouse(
  options: AsteriskOptions = {},
  more: (
    pbx: TestAsterisk,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>> = () => ({}),
): Promise<TestHouse> {
  const pbx = await startAsterisk(options);
  // Phones ring out in one story after the other; that such a phone is paused is a story of its own.
  const site = readFileSync(pbx.sitePath, 'utf8');
  writeFileSync(pbx.sitePath, site.replace(/^ {2}timeZone: .*$/m, '$&\n  unansweredLimit: 0'));
  let service: RunningService;
  try {
    service = await startService({ env: { ...environmentOf(pbx), ...(await more(pbx)) }, readyWithinMs: 120_000 });
  } catch (cause) {
    await pbx.stop();
    throw cause;
  }
  const stop = async () => {
    await service.stop();
    await pbx.stop();
  };
  try {
    await givePasswords(service);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return {
    pbx,
    service,
    password,
    stop,
    async as(login) {
      const client = new ApiClient(service.url);
      await client.call('POST', 'session', { login, password });
      return client;
    },
  };
}

/** The environment that points a service at this PBX. */
export function environmentOf(pbx: TestAsterisk): Record<string, string> {
  return {
    AMI_HOST: '127.0.0.1',
    AMI_PORT: String(pbx.amiPort),
    AMI_EVENTS_USER: pbx.eventsUser,
    AMI_EVENTS_SECRET: pbx.eventsSecret,
    AMI_ACTIONS_USER: pbx.actionsUser,
    AMI_ACTIONS_SECRET: pbx.actionsSecret,
    RINGBACK_SITE: pbx.sitePath,
    RINGBACK_RECORDINGS_DIR: pbx.recordingsDir,
    RINGBACK_CEL_CSV: `${pbx.runDir}/log/cel-custom/Master.csv`,
  };
}

async function givePasswords(service: RunningService): Promise<void> {
  const token = service.setupToken();
  if (token === null) throw new Error(`No set-up link was printed:\n${service.output()}`);
  const admin = new ApiClient(service.url);
  await admin.call('POST', 'setup', { token, name: 'Adam Wells', login: 'adam', password, language: 'en' });
  for (const person of await admin.call<Row[]>('GET', 'people')) {
    if (person.login === 'adam') continue;
    const { url } = await admin.call<{ url: string }>('POST', `people/${person.id}/password-link`);
    const link = url.split('/').at(-1);
    await new ApiClient(service.url).call('POST', 'password', { token: link, password });
  }
}
