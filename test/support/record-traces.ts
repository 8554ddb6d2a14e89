import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAsterisk, type TestAsterisk } from './asterisk.ts';
import { eventually } from './eventually.ts';
import type { SipPhone } from './sip/phone.ts';
import { AmiTap } from './traces/ami-tap.ts';
import { firstChannels, isOver } from './traces/cel-csv.ts';
import type { ExpectedCall, OriginateOptions, Story } from './traces/stage.ts';
import { callerStories } from './traces/stories-caller.ts';
import { comeBackStories } from './traces/stories-come-back.ts';
import { customerFirstStories } from './traces/stories-customer-first.ts';
import { digitStories } from './traces/stories-digits.ts';
import { directStories } from './traces/stories-direct.ts';
import { followMeStories } from './traces/stories-follow-me.ts';
import { originateStories } from './traces/stories-originate.ts';
import { outgoingStories } from './traces/stories-outgoing.ts';
import { parkingStories } from './traces/stories-parking.ts';
import { queueStories } from './traces/stories-queue.ts';
import { queuePathStories } from './traces/stories-queue-paths.ts';
import { ringPathStories } from './traces/stories-ring-paths.ts';
import { roomStories } from './traces/stories-room.ts';
import { transferStories } from './traces/stories-transfer.ts';

const traces = resolve(dirname(fileURLToPath(import.meta.url)), '../traces');
/** What the PBX itself writes down of its calls, below its log folder. */
const recordFiles = {
  'cel.csv': 'cel-custom/Master.csv',
  'cdr.csv': 'cdr-csv/Master.csv',
  queue_log: 'queue_log',
} as const;
const all = [
  ...directStories,
  ...queueStories,
  ...callerStories,
  ...outgoingStories,
  ...originateStories,
  ...customerFirstStories,
  ...transferStories,
  ...digitStories,
  ...ringPathStories,
  ...queuePathStories,
  ...roomStories,
  ...parkingStories,
  ...followMeStories,
  ...comeBackStories,
];
/** A recording that holds nothing but its header: both parties never were connected. */
const emptyWavBytes = 44;

/**
 * Plays every story (or those named) on a PBX of its own and writes `<story>.expected.json` and beside it the stream
 * (`own/<story>.ami`), or the stream and what the PBX wrote down itself of the same calls (`records/<story>.ami`,
 * `.cel.csv`, `.cdr.csv`, `.queue_log`).
 */
export async function recordTraces(names: readonly string[] = [], into: 'own' | 'records' = 'own'): Promise<void> {
  const pbx = await startAsterisk({ ringSeconds: 3, queueSeconds: 10 });
  const failed: string[] = [];
  try {
    for (const story of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
      await record(pbx, story, into).then(
        () => console.log(`recorded ${story.name}`),
        (cause) => {
          failed.push(story.name);
          console.error(`${story.name}:`, cause);
        },
      );
    }
  } finally {
    await pbx.stop();
  }
  if (failed.length > 0) throw new Error(`Not recorded: ${failed.join(', ')}`);
}

async function record(pbx: TestAsterisk, story: Story, into: 'own' | 'records'): Promise<void> {
  const phones = new Map<string, SipPhone>();
  for (const extension of story.phones) phones.set(extension, await pbx.phone(extension));
  const trunk = await pbx.trunk();
  trunk.whenCalled = 'ring';
  await eventually(async () => {
    if (/^0 active channels/m.test(await pbx.console('core show channels count'))) return;
    throw new Error('the PBX still has calls of an earlier story');
  });
  const celBefore = celText(pbx).length;
  const before = recordTexts(pbx);
  const filesBefore = new Set(recordings(pbx));
  const events = await AmiTap.login(pbx.amiPort, pbx.eventsUser, pbx.eventsSecret);
  const actions = await AmiTap.login(pbx.amiPort, pbx.actionsUser, pbx.actionsSecret);
  const expected = await story
    .play({
      pbx,
      trunk,
      events,
      phone: (extension) => phones.get(extension) ?? raise(`${story.name} did not ask for phone ${extension}`),
      originate: (agent, customer, options) => originate(actions, agent, customer, options),
      customerFirst: (agent, customer, options) => customerFirst(actions, agent, customer, options),
      setAgent: (channel, device) =>
        actions.send({ Action: 'Setvar', Channel: channel, Variable: 'RB_AGENT', Value: device }),
    })
    .catch(async (cause) => {
      for (const { calls } of [trunk, ...phones.values()]) for (const call of calls) call.hangup();
      await Promise.all([...phones.values()].map((phone) => phone.close()));
      await Promise.all([events.close(), actions.close()]);
      throw cause;
    });
  await eventually(() => {
    const cel = celText(pbx).slice(celBefore);
    const open = firstChannels(cel).filter((linkedid) => !isOver(cel, linkedid));
    if (open.length > 0) throw new Error(`${story.name}: calls that do not end: ${open.join(' ')}`);
  });
  await events.quietFor(700);
  await Promise.all([...phones.values()].map((phone) => phone.unregister()));
  const written = recordTexts(pbx);
  const files: Record<string, Buffer> = { ami: events.bytes };
  if (into === 'records') {
    for (const [kind, text] of Object.entries(written))
      files[kind] = Buffer.from(text.slice(before[kind]?.length ?? 0));
  }
  writeStory(
    story,
    join(traces, into),
    files,
    expected,
    firstChannels(celText(pbx).slice(celBefore)),
    newRecordings(pbx, filesBefore),
  );
  await Promise.all([events.close(), actions.close()]);
}

function writeStory(
  { name }: Story,
  folder: string,
  files: Readonly<Record<string, Buffer>>,
  expected: readonly ExpectedCall[],
  linkedids: readonly string[],
  recorded: readonly string[],
): void {
  const told = expected.flatMap(({ linked }, index) => linked ?? [index]);
  if (linkedids.length !== told.length) throw new Error(`${name}: ${linkedids.length} linkedids, ${told.length} told`);
  const calls = expected.map(({ linked, ...call }, index) => {
    const own = (linked ?? [index]).map((place) => linkedids[place] ?? '');
    // The story's recordings are told by name: each carries its call's Linkedid.
    const sounds = own.flatMap((linkedid) => recorded.filter((file) => file.endsWith(`/${linkedid}.wav`)));
    return { linkedid: own[0], linkedids: own, ...call, recordings: sounds };
  });
  mkdirSync(folder, { recursive: true });
  for (const [kind, bytes] of Object.entries(files)) writeFileSync(join(folder, `${name}.${kind}`), bytes);
  writeFileSync(join(folder, `${name}.expected.json`), `${JSON.stringify(calls, null, 2)}\n`);
}

function originate(actions: AmiTap, agent: string, customer: string, options: OriginateOptions = {}): string {
  const { notAfterSeconds = 60, agentRingMs = 5_000 } = options;
  const id = randomUUID();
  actions.send({
    Action: 'Originate',
    ActionID: id,
    Channel: `PJSIP/${agent}`,
    Context: 'ringback-callback',
    Exten: customer,
    Priority: '1',
    Timeout: String(agentRingMs),
    CallerID: `"Olga Petrova" <${customer}>`,
    ChannelId: id,
    Variable: [`__RB_ATTEMPT=${id}`, `__RB_NOT_AFTER=${Math.floor(Date.now() / 1000) + notAfterSeconds}`],
    Async: 'true',
  });
  return id;
}

/** The customer first, then the agent's phone: what Ringback sends for lines that say so. */
function customerFirst(actions: AmiTap, agent: string, customer: string, options: OriginateOptions = {}): string {
  const { notAfterSeconds = 60, agentRingMs = 5_000 } = options;
  const id = `rb-${randomUUID().replaceAll('-', '').slice(0, 29)}`;
  actions.send({
    Action: 'Originate',
    ActionID: id,
    Channel: `Local/${customer}@ringback-customer-first/n`,
    Context: 'ringback-customer',
    Exten: 's',
    Priority: '1',
    Timeout: '120000',
    ChannelId: id,
    OtherChannelId: `r2-${id.slice(3)}`,
    Variable: [
      `__RB_ATTEMPT=${id}`,
      `__RB_NOT_AFTER=${Math.floor(Date.now() / 1000) + notAfterSeconds}`,
      `__RB_AGENT=PJSIP/${agent}`,
      `__RB_AGENT_SECONDS=${Math.ceil(agentRingMs / 1000)}`,
    ],
    Async: 'true',
  });
  return id;
}

function celText(pbx: TestAsterisk): string {
  return recordTexts(pbx)['cel.csv'] ?? '';
}

function recordTexts(pbx: TestAsterisk): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recordFiles).map(([kind, file]) => {
      try {
        return [kind, readFileSync(join(pbx.runDir, 'log', file), 'utf8')];
      } catch {
        return [kind, ''];
      }
    }),
  );
}

function recordings(pbx: TestAsterisk): string[] {
  return readdirSync(pbx.recordingsDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wav'));
}

function newRecordings(pbx: TestAsterisk, before: ReadonlySet<string>): string[] {
  return recordings(pbx)
    .filter((file) => !before.has(file) && statSync(join(pbx.recordingsDir, file)).size > emptyWavBytes)
    .sort();
}

function raise(message: string): never {
  throw new Error(message);
}
