import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { SessionState } from '../../../pbx/ami/session-types.ts';
import { inTalk } from '../../../server/domain/desk/in-talk.ts';
import { keepPauses } from '../../../server/usecases/keep-pauses.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { createIntake, type Intake } from '../../../server/workers/intake.ts';
import { createRecordingPauses, type RecordingPauses } from '../../../server/workers/recording-pauses.ts';
import { aSite, aStream } from '../../support/ami-builders.ts';
import { eventually } from '../../support/eventually.ts';
import { aQuietPbx } from '../../support/pbx-snapshot.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

/** One life of the service: what it has in memory goes with it, what it kept stays. */
interface Life {
  readonly intake: Intake;
  readonly pauses: RecordingPauses;
  readonly hear: (event: AmiEvent) => void;
  stop(): Promise<void>;
}

test('a service started anew shows a silenced recording as paused, and logs the whole stretch', async () => {
  const { clock, ids } = web.ledger;
  const stream = aStream();
  clock.at = stream.at();
  const caller = stream.incoming();
  const phone = stream.dials(caller, 'PJSIP/1001');
  stream.ringing(phone, caller);
  stream.answers(caller, phone);
  const going: ChannelFacts[] = [];
  const logged: Promise<{ readonly callId: number }>[] = [];
  const orders: string[] = [];
  const directory = { ownerOf: () => ids.amy, nameOf: () => 'amy', colleagueAt: () => null };

  async function begin(): Promise<Life> {
    let hear: (event: AmiEvent) => void = () => {};
    let state: SessionState = { state: 'live', at: 1, banner: null };
    let link: (next: SessionState) => void = () => {};
    const intake = createIntake({
      pbxName: 'main',
      site: aSite,
      openSession({ onEvent, onState }) {
        hear = onEvent;
        link = onState;
        return {
          start() {},
          async stop() {},
          variableOf: async () => null,
          snapshot: async () => ({
            ...aQuietPbx(clock.at),
            channels: going.map((chan) => ({ ...chan, bridgeId: 'b1', application: null, durationMs: null })),
            bridges:
              going.length === 0
                ? []
                : [{ bridgeId: 'b1', bridgeType: 'basic', technology: 'simple_bridge', channels: 2 }],
          }),
          get state() {
            return state;
          },
        };
      },
      onJudged: ({ record }) => void logged.push(recordCall(web.house, ids.pbx, ids.boot, record)),
      onFact() {},
      onEvent() {},
      onDevice() {},
      onMembers() {},
      onCoverage() {},
      onQuarantine() {},
      now: () => clock.at,
      log: quietLog,
    });
    const pauses = createRecordingPauses({
      mute: async (channel, on) => void orders.push(`${channel} ${on ? 'silent' : 'on'}`),
      kept: keepPauses(web.house, ids.pbx),
      silencedBefore: intake.silencedBefore,
      now: () => clock.at,
      log: quietLog,
    });
    state = { state: 'live', at: 1, banner: null };
    link(state);
    await eventually(() => expect(intake.coverage.live).toBe(true));
    return {
      intake,
      pauses,
      hear: (event) => hear(event),
      async stop() {
        pauses.stop();
        await intake.stop();
      },
    };
  }
  const onCard = ({ intake }: Life) =>
    intake
      .calls()
      .live()
      .map((call) => inTalk(call, ids.amy, directory).recording);
  const muted = (on: boolean): AmiEvent => ({
    event: 'MixMonitorMute',
    at: clock.at,
    chan: { ...caller, state: 'Up', vars: { RECFILE: '2026/card.wav' } },
    direction: 'both',
    muted: on,
  });
  const kept = () => web.ledger.query('select channel from recording_pauses');

  const before = await begin();
  for (const event of stream.events) before.hear(event);
  before.hear({ event: 'MixMonitorStart', at: clock.at, chan: { ...caller, vars: { RECFILE: '2026/card.wav' } } });
  clock.at = stream.at() + 5_000;
  const silentFrom = clock.at;
  await before.pauses.pause([caller.uniqueid], clock.at + 60_000);
  before.hear(muted(true));
  expect(onCard(before)).toEqual(['paused']);
  await eventually(async () => expect(await kept()).toEqual([{ channel: caller.uniqueid }]));
  await before.stop();

  clock.at += 20_000;
  going.push({ ...caller, state: 'Up' }, { ...phone, state: 'Up' });
  const after = await begin();
  expect(onCard(after)).not.toEqual(['paused']);
  await after.pauses.restore();
  expect(onCard(after)).toEqual(['paused']);
  expect(after.pauses.until([caller.uniqueid])).toBe(silentFrom + 60_000);
  // Read again after the line was cut, it is the same stretch.
  await after.pauses.restore();

  clock.at += 10_000;
  await after.pauses.resume([caller.uniqueid]);
  after.hear(muted(false));
  expect(onCard(after)).toEqual(['on']);
  expect(orders.at(-1)).toBe(`${caller.uniqueid} on`);
  await after.pauses.restore();
  expect(onCard(after)).toEqual(['on']);
  expect(await kept()).toEqual([]);

  clock.at += 5_000;
  for (const chan of [phone, caller])
    after.hear({
      event: 'Hangup',
      at: clock.at,
      chan: { ...chan, state: 'Up' },
      cause: 16,
      causeText: null,
      techCause: null,
    });
  await eventually(() => expect(logged).toHaveLength(1));
  const { callId } = (await logged[0]) ?? { callId: 0 };
  expect(await web.ledger.query('select path, muted from recordings where call_id = $1', [callId])).toEqual([
    { path: '2026/card.wav', muted: [{ from: silentFrom, to: silentFrom + 30_000 }] },
  ]);
  await after.stop();
});
