import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallExplained } from '../../../schema/contracts/explain.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
beforeAll(async () => {
  web = await openWeb();
  amy = await web.as('amy');
});
afterAll(() => web.close());

async function explained(record: Parameters<typeof recordCall>[3]) {
  const { pbx, boot } = web.ledger.ids;
  const { callId } = await recordCall(web.house, pbx, boot, record);
  const answer = await amy.get(`calls/${callId}/explain`);
  expect(answer.status).toBe(200);
  expect(CallExplained.parse(answer.body)).toEqual(answer.body);
  return { callId, told: answer.body as CallExplained };
}

test('a missed call: its reason, its line, who it was, and the debt it opened or joined', async () => {
  const number = aNumber();
  const olga = await web.ledger.addContact('Olga', [number]);
  const endedAt = web.ledger.clock.at;
  const offers = [
    {
      uniqueid: 'o',
      device: 'PJSIP/1001',
      extension: '1001',
      queue: null,
      startedAt: endedAt - 15_000,
      rangAt: endedAt - 14_000,
      endedAt,
      result: 'no_answer' as const,
    },
  ];
  const first = await explained(aMissedCall({ caller: number, endedAt, offers }));
  expect(first.told).toMatchObject({
    verdict: 'missed',
    reason: 'no_answer',
    rule: 'no_answer',
    passedOver: expect.arrayContaining(['lost_in_transfer', 'busy']),
    steps: [
      { code: 'offer_began', event: 'DialBegin', who: 'PJSIP/1001', at: endedAt - 15_000 },
      { code: 'offer_ended', event: 'DialEnd', at: endedAt, values: { result: 'no_answer' } },
    ],
    thresholds: { minTalkMs: 1_000, returnedTalkMs: 10_000 },
    line: { how: 'dialled_number', called: '+442079460000', line: { key: 'sales' } },
    exclusion: null,
    match: {
      how: 'only_match',
      number,
      contact: { id: olga },
      candidates: [{ contact: { id: olga }, reason: 'only_match' }],
    },
    callback: { state: 'open', how: 'opened_by_this_call' },
  });
  expect(first.told.evidence.find(({ code }) => code === 'offers')?.values).toMatchObject({ asked: 1, rangMs: 15_000 });
  const second = await explained(aMissedCall({ caller: number, endedAt: endedAt + 60_000 }));
  expect(second.told.callback).toMatchObject({ id: first.told.callback?.id, how: 'joined_by_this_call' });
  const served = await explained(aTalkedCall({ caller: number, endedAt: endedAt + 200_000, talkedMs: 60_000 }));
  expect(served.told).toMatchObject({ rule: 'shared_bridge', settles: first.told.callback?.id, callback: null });
});

test('a call that a rule leaves out names the rule', async () => {
  const number = aNumber();
  const [rule] = await web.ledger.query<{ id: number }>(
    `insert into exclusion_rules (kind, value, created_at) values ('blocked_number', $1, now()) returning id`,
    [number],
  );
  const { told } = await explained(aMissedCall({ caller: number, endedAt: web.ledger.clock.at, line: null }));
  expect(told).toMatchObject({
    exclusion: { ruleId: rule?.id, kind: 'blocked_number', value: number },
    callback: null,
    line: { how: 'no_line_has_it', line: null },
    match: { how: 'nobody_has_it', contact: null, candidates: [] },
  });
});

test('several people behind one number, and none without a number', async () => {
  const number = aNumber();
  await web.ledger.addContact('Ann', [number]);
  await web.ledger.addContact('Ben', [number]);
  const { told } = await explained(aMissedCall({ caller: number, endedAt: web.ledger.clock.at }));
  expect(told.match).toMatchObject({ how: 'several_none_chosen', contact: null });
  expect(told.match.candidates.map(({ contact, reason }) => [contact.name, reason])).toEqual([
    ['Ann', 'same_number'],
    ['Ben', 'same_number'],
  ]);
  const withheld = await explained(aMissedCall({ withheld: true, endedAt: web.ledger.clock.at }));
  expect(withheld.told.match).toMatchObject({ how: 'no_number', number: null });
});

test('a call that is not there, and nobody who is not signed in', async () => {
  expect((await amy.get('calls/999999/explain')).code).toBe('not-found');
  expect((await web.browser().get('calls/1/explain')).status).toBe(401);
});
