import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Board } from '../../schema/contracts/callbacks.ts';
import type { CallDetail, CallPage } from '../../schema/contracts/calls.ts';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { AmiTap } from '../support/traces/ami-tap.ts';
import type { ExpectedCall, Range, Story } from '../support/traces/stage.ts';
import { comeBackStories } from '../support/traces/stories-come-back.ts';
import { digitStories } from '../support/traces/stories-digits.ts';
import { followMeStories } from '../support/traces/stories-follow-me.ts';
import { parkingStories } from '../support/traces/stories-parking.ts';
import { queuePathStories } from '../support/traces/stories-queue-paths.ts';
import { ringPathStories } from '../support/traces/stories-ring-paths.ts';
import { roomStories } from '../support/traces/stories-room.ts';
import { transferStories } from '../support/traces/stories-transfer.ts';
import { startHouse, type TestHouse } from './support/house.ts';

/** The paths of most consequence; their streams and those of all others are judged one by one in `test/traces`. */
const played = [
  'blind-transfer-to-nobody',
  'blind-transfer-answered',
  'attended-transfer',
  'blonde-transfer-to-nobody',
  'blonde-transfer-answered',
  'dtmf-attended-transfer',
  'two-customers-joined',
  'parked-and-given-up',
  'parked-and-fetched',
  'parked-and-come-back-answered',
  'parked-and-come-back-to-nobody',
  'parked-by-digits-and-fetched',
  'pickup-star8',
  'forwarded-and-answered',
  'follow-me-refused',
  'follow-me-accepted',
  'follow-me-app-mobile-accepts',
  'follow-me-app-desk-not-confirmed',
  'leaves-and-comes-back-answered',
  'comes-back-marked-by-another-number',
  'loop-answered',
  'loop-blind-transfer-to-nobody',
  'queue-full',
  'queue-asked-to-be-called-back',
  'queue-penalty-second-tier',
  'overflow-abandoned',
  'queue-timeout-then-answered',
  'queue-leave-empty',
  'out-of-hours',
  'supervisor-barges-in',
  'conference-two-agents',
  'transfer-into-conference',
  'pickup-by-replaces',
] as const;
const all = [
  ...transferStories,
  ...digitStories,
  ...ringPathStories,
  ...queuePathStories,
  ...roomStories,
  ...parkingStories,
  ...followMeStories,
  ...comeBackStories,
];

/** A real Asterisk, real SIP phones, the built service: the log and the ledger say of each path what its phones did. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('the paths of a call on a real Asterisk', () => {
  let house: TestHouse;
  let sofia: ApiClient;
  let trunk: SipPhone;
  const talked: number[] = [];
  const silent: number[] = [];

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 3, queueSeconds: 10 });
    sofia = await house.as('sofia');
    trunk = await house.pbx.trunk();
  });

  afterAll(async () => {
    await house?.stop();
  });

  /** Plays a story as the recorder does, and returns what its phones say of each call. */
  async function play(story: Story): Promise<readonly ExpectedCall[]> {
    const phones = new Map<string, SipPhone>();
    for (const extension of story.phones) phones.set(extension, await house.pbx.phone(extension));
    const events = await AmiTap.login(house.pbx.amiPort, house.pbx.eventsUser, house.pbx.eventsSecret);
    try {
      return await story.play({
        pbx: house.pbx,
        trunk,
        events,
        phone: (extension) => phones.get(extension) ?? raise(`${story.name} did not ask for phone ${extension}`),
        originate: () => raise('these stories order no call'),
        customerFirst: () => raise('these stories order no call'),
        setAgent: () => raise('these stories order no call'),
      });
    } finally {
      await Promise.all([...phones.values()].map((phone) => phone.unregister()));
      await events.close();
    }
  }

  /** The calls logged since then, in the order they began, once all are there. */
  function logged(since: number, count: number): Promise<CallDetail[]> {
    return eventually(
      async () => {
        const { rows } = await sofia.call<CallPage>('GET', `calls?from=${since}&limit=10`);
        expect(rows.map(({ outcome, reason }) => `${outcome} ${reason}`)).toHaveLength(count);
        const details = rows.map(({ id }) => sofia.call<CallDetail>('GET', `calls/${id}`));
        return (await Promise.all(details)).sort((a, b) => a.startedAt - b.startedAt);
      },
      { withinMs: 10_000 },
    );
  }

  test.each(played)('%s', async (name) => {
    const story = all.find((one) => one.name === name) ?? raise(`no story ${name}`);
    const since = Date.now();
    const expected = await play(story);
    const calls = await logged(since, expected.length);
    for (const [index, told] of expected.entries()) {
      const call = calls[index];
      if (!call) throw new Error('a call is missing');
      compare(call, told);
      if (told.outcome === 'talked' && told.direction === 'inbound') talked.push(call.id);
      if (told.talkedWith.length === 0) silent.push(call.id);
    }
    // The customers are the same in all stories: what one is owed is paid by the next talk, or covers the next miss.
    for (const number of new Set(calls.flatMap((call) => call.number ?? []))) {
      const last = calls.filter((call) => call.number === number && call.direction === 'inbound').at(-1);
      if (!last) continue;
      const owes = last.outcome === 'missed';
      await eventually(async () => {
        const board = await sofia.call<Board>('GET', `board?filter=owed&q=${encodeURIComponent(number)}`);
        expect(board.rows.map(({ missedReason }) => missedReason)).toEqual(owes ? [last.reason] : []);
      });
    }
  });

  test('whoever talked can be heard, and nobody else', async () => {
    await eventually(
      async () => {
        for (const id of talked) {
          const { recordingList, talks } = await sofia.call<CallDetail>('GET', `calls/${id}`);
          expect(recordingList.map(({ state }) => state)).toContain('ready');
          // Each stretch of talk, with whomever it was, has a recording it can be heard in, and that names its agent.
          for (const { person, recordings } of talks) {
            const heard = recordingList.filter(({ id, state }) => recordings.includes(id) && state === 'ready');
            expect(heard.length).toBeGreaterThan(0);
            for (const { agents } of person === null ? [] : heard) expect(agents).toContainEqual(person);
          }
        }
      },
      { withinMs: 20_000 },
    );
    for (const id of silent) {
      const { recordingList } = await sofia.call<CallDetail>('GET', `calls/${id}`);
      expect(recordingList.filter(({ state }) => state === 'ready')).toEqual([]);
    }
  });

  test('after all this the ledger keeps every promise', async () => {
    const deep = (await (await fetch(`${house.service.url}/health/deep`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    expect(deep.checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});

function compare(call: CallDetail, told: ExpectedCall): void {
  expect(call).toMatchObject({ direction: told.direction, outcome: told.outcome, reason: told.reason });
  if (told.direction === 'inbound') expect(call).toMatchObject({ number: told.caller, line: { key: told.line } });
  expect(call.waitedMs).toSatisfy(within(told.waitedMs), `waited ${JSON.stringify(told.waitedMs)}`);
  expect(call.talkedMs).toSatisfy(within(told.talkedMs), `talked ${JSON.stringify(told.talkedMs)}`);
  const parties = told.talks?.map(({ party }) => party) ?? told.talkedWith;
  expect(call.talks.map(({ party }) => party)).toEqual(parties);
  for (const [index, range] of (told.talks ?? []).entries()) {
    const { startedAt = 0, endedAt = 0 } = call.talks[index] ?? {};
    expect(endedAt - startedAt).toSatisfy(within(range), `talk ${index} ${JSON.stringify(range)}`);
  }
  const sum = call.talks.reduce((total, { startedAt, endedAt }) => total + endedAt - startedAt, 0);
  const atOnce = call.talks.some(({ startedAt }, index) => startedAt < (call.talks[index - 1]?.endedAt ?? 0));
  if (!atOnce) expect(Math.abs(sum - call.talkedMs)).toBeLessThan(300);
  const offers = call.offers.map(({ device, result }) => `${/\d+$/.exec(device)?.[0] ?? device} ${result}`);
  if (told.offers) expect(offers.sort()).toEqual(told.offers);
  if (told.outcome === 'missed') expect(call.callback).not.toBeNull();
  else expect(call.callback).toBeNull();
}

function within({ min, max }: Range): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= min && value <= max;
}

function raise(message: string): never {
  throw new Error(message);
}
