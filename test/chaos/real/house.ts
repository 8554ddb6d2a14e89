import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAsterisk, type TestAsterisk } from '../../support/asterisk.ts';
import { eventually } from '../../support/eventually.ts';
import { firstChannels } from '../../support/traces/cel-csv.ts';
import { type Company, openCompany } from '../company.ts';
import { returnedTalkMs } from '../site.ts';
import { gather, type People } from './people.ts';

/** A company with a real Asterisk and real SIP phones. */
export interface RealHouse {
  readonly asterisk: TestAsterisk;
  readonly company: Company;
  readonly people: People;
  readonly celPath: string;
  /** Calls of before the company was there. */
  readonly earlier: ReadonlySet<string>;
  /** Kills Asterisk in the middle of everything and starts it again. */
  crash(downMs: number): Promise<void>;
}

const agents = ['anna', 'ben', 'carla', 'dina', 'emre', 'farah'];

export async function openHouse(): Promise<RealHouse> {
  // A customer's phone rings this long; who waits in a queue gives up before.
  const asterisk = await startAsterisk({ ringSeconds: 4, queueSeconds: 8 });
  try {
    return await furnish(asterisk);
  } catch (cause) {
    await asterisk.stop();
    throw cause;
  }
}

async function furnish(asterisk: TestAsterisk): Promise<RealHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rb-chaos-'));
  chmodSync(dataDir, 0o755);
  const celPath = join(asterisk.runDir, 'log/cel-custom/Master.csv');
  const sitePath = join(dataDir, 'site.yaml');
  const rules = `$&\n  unansweredLimit: 0\n  minTalkMs: 100\n  returnedTalkMs: ${returnedTalkMs}`;
  writeFileSync(sitePath, readFileSync(asterisk.sitePath, 'utf8').replace(/^ {2}timeZone: .*$/m, rules));
  const trunk = await asterisk.trunk();
  const desks = [];
  for (const extension of ['1001', '1002', '1003', '1004', '1005', '1006']) desks.push(await asterisk.phone(extension));
  const people = gather(trunk, desks);
  // Records begin with the first call: a hole that began before them could not be closed.
  await people.visit('+442079460999', '+442079460111', { answeredAfterMs: null, patienceMs: 1_000, talkMs: 0 });
  const earlier = new Set(firstChannels(readFileSync(celPath, 'utf8')));
  const company = await openCompany({
    dataDir,
    pbxPort: asterisk.amiPort,
    accounts: {
      events: { user: asterisk.eventsUser, secret: asterisk.eventsSecret },
      actions: { user: asterisk.actionsUser, secret: asterisk.actionsSecret },
    },
    sitePath,
    celPath,
    recordingsDir: asterisk.recordingsDir,
    agents,
    stopPbx: () => asterisk.stop(),
  });
  try {
    await followed(company);
  } catch (cause) {
    await company.stop();
    throw cause;
  }
  return {
    asterisk,
    company,
    people,
    celPath,
    earlier,
    async crash(downMs) {
      await asterisk.kill9();
      people.crashed();
      await pause(downMs);
      await asterisk.start();
    },
  };
}

/** Waits until the service hears the PBX. */
async function followed(company: Company): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(`${company.service()?.url}/health/deep`);
      const { checks } = (await response.json()) as { checks: { name: string; ok: boolean }[] };
      if (!checks.some(({ name, ok }) => name === 'events' && ok)) throw new Error('The events do not come in');
    },
    { withinMs: 30_000 },
  );
}
