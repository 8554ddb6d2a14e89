import { afterEach, expect, test } from 'vitest';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { backfillFrom } from '../../../server/compose/records-side.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import type { Judged } from '../../../server/workers/log-writer.ts';
import { eventually } from '../../support/eventually.ts';

const site = {
  country: 'GB',
  areaCode: null,
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'sales', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: null }],
  phones: [{ device: 'PJSIP/1001', extension: '1001' }],
  minTalkMs: 1_000,
};
const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const attemptId = 'rb-5aec3e4d5cc44e94b7a609195a275';
const chan = {
  channel: 'PJSIP/1001-00000042',
  uniqueid: attemptId,
  linkedid: attemptId,
  state: 'Ringing',
  callerNum: '1001',
  callerName: null,
  connectedNum: null,
  connectedName: null,
  accountCode: null,
  context: 'from-internal',
  exten: 's',
  vars: {},
};
/** The records know a callback that rings; they know no end of it. */
const row: CelRow = {
  at: 50_000,
  type: 'CHAN_START',
  cidName: 'Anna',
  cidNum: '1001',
  exten: 's',
  context: 'from-internal',
  channel: chan.channel,
  app: '',
  appData: '',
  uniqueid: attemptId,
  linkedid: attemptId,
  peer: '',
  userField: '',
  extra: {},
};

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

/** What is written down after a look at those records, when the PBX is asked so. */
async function written(ask: (calls: ReturnType<typeof createCalls>) => boolean): Promise<string[]> {
  const calls = createCalls(site);
  const added: Judged[] = [];
  const intake = {
    calls: () => calls,
    askAgain: async () => ask(calls),
    bootKey: '2026-11-21 09:00:00',
    site,
    readTo: null,
    coverage: { live: true, completeTo: null, why: null },
  };
  const backfill = backfillFrom({
    sources: [{ kind: 'cel', name: 'CEL', read: async () => ({ rows: [row], wholeFrom: 0 }) }],
    inTransaction: async <T>() => [] as T,
    pbx: { id: 1, name: 'main', originateContext: 'ringback', internalContext: 'from-internal', map: site },
    writer: { add: (judged: Judged) => void added.push(judged), drain: async () => {} } as never,
    intake: () => intake,
    now: () => 100_000,
    log: quiet as never,
  });
  if (backfill === null) throw new Error('no backfill');
  stop = backfill.stop;
  await backfill.recheck(10_000);
  await eventually(() => expect(backfill.last).not.toBeNull());
  return added.map(({ record }) => record.linkedid);
}

test('a call of which only the records know so far is not over: the PBX is asked, and has it', async () => {
  const heard = await written((calls) => {
    calls.apply({ event: 'Newchannel', at: 50_000, chan });
    return true;
  });
  expect(heard).toEqual([]);
});

test('a call that the PBX does not have any more has gone down with it', async () => {
  expect(await written(() => true)).toEqual([attemptId]);
});

test('while the PBX gives no answer nothing is called over', async () => {
  expect(await written(() => false)).toEqual([]);
}, 10_000);
