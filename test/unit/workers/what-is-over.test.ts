import { expect, test } from 'vitest';
import type { Core } from '../../../server/compose/core.ts';
import type { PbxSide } from '../../../server/compose/pbx-side.ts';
import { roundsOf } from '../../../server/compose/rounds.ts';
import { standardPolicy } from '../../../server/domain/callback/policy.ts';
import type { Config } from '../../../server/platform/config.ts';
import { createLogger } from '../../../server/platform/logger.ts';

test('no placed call is given up before the PBX has been seen for a while and its records were read', async () => {
  const clock = { at: 1_000_000 };
  let looked = 0;
  const followed = {
    intake: { coverage: { live: true } },
    writer: { waiting: 0 },
    backfill: { waiting: 0 },
    liveCalls: () => [],
  };
  const house = {
    now: () => clock.at,
    policy: { ...standardPolicy, attemptGraceMs: 0 },
    async transact() {
      looked += 1;
      return [];
    },
  };
  const round = roundsOf({
    core: { db: null, house, memory: null } as unknown as Core,
    config: { recordingsDir: '/', pbxRecordingsDir: null } as Config,
    pbx: { followed: () => followed } as unknown as PbxSide,
    log: createLogger('silent'),
  }).find(({ name }) => name === 'attempts');
  const lookedAfter = async (ms: number) => {
    clock.at += ms;
    const before = looked;
    await round?.run();
    return looked - before;
  };
  expect(await lookedAfter(0)).toBe(0);
  expect(await lookedAfter(14_000)).toBe(0);
  expect(await lookedAfter(2_000)).toBe(1);
  // A call that is still to be written may be the very one; then the next look tells.
  followed.writer.waiting = 1;
  expect(await lookedAfter(2_000)).toBe(0);
  followed.writer.waiting = 0;
  expect(await lookedAfter(2_000)).toBe(1);
  followed.intake.coverage.live = false;
  expect(await lookedAfter(60_000)).toBe(0);
  followed.intake.coverage.live = true;
  expect(await lookedAfter(2_000)).toBe(0);
  expect(await lookedAfter(16_000)).toBe(1);
});
