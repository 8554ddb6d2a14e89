import { describe, expect, test } from 'vitest';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createDesk, type DeskChange } from '../../../server/domain/desk/desk.ts';
import type { LiveCall, LivePhone } from '../../../server/domain/live/live-call.ts';

/** The desk never looks into a judged call; the log and the ledger do. */
const anyRecord = {} as CallRecord;
const anna = 1;
const lena = 2;
const people = new Map([
  ['PJSIP/1001', anna],
  ['PJSIP/1002', lena],
  ['PJSIP/1009', anna],
]);
const names = new Map([
  [anna, 'Anna Keller'],
  [lena, 'Lena Fox'],
]);

function aDesk() {
  return createDesk({
    ownerOf: (device) => people.get(device) ?? null,
    nameOf: (userId) => names.get(userId) ?? '?',
    colleagueAt: (extension) => ({ '1001': 'Anna Keller', '1002': 'Lena Fox' })[extension] ?? null,
  });
}

function phone(device: string): LivePhone {
  return { uniqueid: `${device}-leg`, device, extension: device.slice(-4), since: 1_000 };
}

function aCall(over: Partial<LiveCall> = {}): LiveCall {
  return {
    id: 'hq:1.1',
    pbx: 'hq',
    linkedid: '1.1',
    linkedids: ['1.1'],
    direction: 'inbound',
    state: 'ringing',
    startedAt: 1_000,
    number: null,
    numberRaw: '07700900123',
    name: null,
    withheld: false,
    called: '+442079460100',
    line: 'sales',
    queue: null,
    waitingSince: 1_000,
    ringing: [],
    talking: [],
    dialing: null,
    attemptId: null,
    aside: [],
    consulted: [],
    held: [],
    customers: [],
    recorded: [],
    ...over,
  };
}

const leg = (device: string, call: LiveCall, at = 2_000) => ({
  at,
  uniqueid: `${device}-leg`,
  device,
  extension: device.slice(-4),
  call,
});
const rings = (device: string, call: LiveCall, how: 'ringing' | 'dialing' = 'ringing'): CallFact => ({
  type: 'leg.ringing',
  how,
  ...leg(device, call),
});
const told = (changes: DeskChange[]) =>
  changes.map((change) =>
    change.type === 'card'
      ? [change.card.userId, change.card.state, change.card.ringingOthers]
      : [change.userId, 'gone', change.why, change.by],
  );

describe('a ring group of two people', () => {
  test('pops for both, and tells each how many others ring', () => {
    const desk = aDesk();
    desk.apply(rings('PJSIP/1001', aCall({ ringing: [phone('PJSIP/1001')] })));
    const changes = desk.apply(rings('PJSIP/1002', aCall({ ringing: [phone('PJSIP/1001'), phone('PJSIP/1002')] })));
    expect(told(changes)).toEqual([
      [anna, 'ringing', 1],
      [lena, 'ringing', 1],
    ]);
  });

  test('answered by one, it leaves the other screen with the name of who answered', () => {
    const desk = aDesk();
    const both = aCall({ ringing: [phone('PJSIP/1001'), phone('PJSIP/1002')] });
    desk.apply(rings('PJSIP/1001', both));
    desk.apply(rings('PJSIP/1002', both));
    const talk = aCall({ state: 'talking', talking: [phone('PJSIP/1002')] });
    const stopped = desk.apply({
      type: 'leg.stopped',
      why: 'answered_elsewhere',
      by: { device: 'PJSIP/1002', extension: '1002' },
      ...leg('PJSIP/1001', talk),
    });
    expect(told(stopped)).toContainEqual([anna, 'gone', 'answered_elsewhere', 'Lena Fox']);
    expect(told(desk.apply({ type: 'call.talking', since: 2_500, ...leg('PJSIP/1002', talk) }))).toEqual([
      [lena, 'talking', 0],
    ]);
    expect(desk.cardsOf(anna)).toEqual([]);
  });
});

describe('a person with two phones', () => {
  test('has one card, and keeps it while the second phone still rings', () => {
    const desk = aDesk();
    const both = aCall({ ringing: [phone('PJSIP/1001'), phone('PJSIP/1009')] });
    desk.apply(rings('PJSIP/1001', both));
    desk.apply(rings('PJSIP/1009', both));
    expect(desk.cardsOf(anna)).toHaveLength(1);
    const one = aCall({ ringing: [phone('PJSIP/1009')] });
    const changes = desk.apply({ type: 'leg.stopped', why: 'declined', by: null, ...leg('PJSIP/1001', one) });
    expect(told(changes)).toEqual([[anna, 'ringing', 0]]);
    const none = desk.apply({ type: 'leg.stopped', why: 'caller_gone', by: null, ...leg('PJSIP/1009', aCall()) });
    expect(told(none)).toEqual([[anna, 'gone', 'caller_gone', null]]);
  });
});

describe('an outgoing call', () => {
  test('pops when dialled, and ends on the card when nobody answers', () => {
    const desk = aDesk();
    const out = aCall({ direction: 'outbound', state: 'dialing', dialing: phone('PJSIP/1001') });
    expect(told(desk.apply(rings('PJSIP/1001', out, 'dialing')))).toEqual([[anna, 'dialing', 0]]);
    const ended = desk.apply({ type: 'call.ended', at: 9_000, id: 'hq:1.1', record: anyRecord });
    expect(told(ended)).toEqual([[anna, 'ended', 0]]);
    expect(desk.card('hq:1.1', anna)?.endedAt).toBe(9_000);
    desk.clear('hq:1.1');
    expect(desk.cardsOf(anna)).toEqual([]);
  });
});

test('an internal call names the colleague on the other side', () => {
  const desk = aDesk();
  const call = aCall({
    direction: 'internal',
    called: '1002',
    numberRaw: '1001',
    dialing: phone('PJSIP/1001'),
    ringing: [phone('PJSIP/1002')],
  });
  const [change] = desk.apply(rings('PJSIP/1002', call));
  expect(change?.type === 'card' && change.card.colleague).toBe('Anna Keller');
});

test('a talk that is handed over ends my card and leaves nothing behind when the call is cleared', () => {
  const desk = aDesk();
  const talk = aCall({ state: 'talking', talking: [phone('PJSIP/1001')] });
  desk.apply({ type: 'call.talking', since: 2_000, ...leg('PJSIP/1001', talk) });
  expect(told(desk.apply({ type: 'call.talk_ended', ...leg('PJSIP/1001', aCall(), 5_000) }))).toEqual([
    [anna, 'ended', 0],
  ]);
  expect(told(desk.apply({ type: 'call.ended', at: 9_000, id: 'hq:1.1', record: anyRecord }))).toEqual([]);
});

test('who asks a colleague keeps the card and its clock, until the call is handed over', () => {
  const desk = aDesk();
  const mine = phone('PJSIP/1001');
  const customers = ['1.1'];
  desk.apply({ type: 'call.talking', since: 2_000, ...leg('PJSIP/1001', aCall({ talking: [mine], customers })) });
  const asking = aCall({ aside: [mine], ringing: [{ ...phone('PJSIP/1002'), since: 4_000 }], customers });
  desk.apply({ type: 'call.talk_ended', ...leg('PJSIP/1001', asking, 4_000) });
  expect(desk.card('hq:1.1', anna)).toMatchObject({
    state: 'talking',
    talkingSince: 2_000,
    aside: true,
    consult: { extension: '1002', name: 'Lena Fox', state: 'ringing' },
  });
  const back = aCall({ talking: [mine], consulted: [phone('PJSIP/1002')], customers });
  desk.apply({ type: 'call.talking', since: 9_000, ...leg('PJSIP/1001', back, 9_000) });
  expect(desk.card('hq:1.1', anna)).toMatchObject({
    talkingSince: 2_000,
    aside: false,
    consult: { state: 'talking' },
  });
  desk.apply({ type: 'call.talk_ended', ...leg('PJSIP/1001', asking, 10_000) });
  desk.apply({ type: 'call.updated', at: 11_000, call: aCall({ talking: [phone('PJSIP/1002')], customers }) });
  expect(desk.card('hq:1.1', anna)).toMatchObject({ state: 'ended', endedAt: 11_000, consult: null });
});

test('whatever happens, a person has the cards that the calls have for that person', () => {
  const desk = aDesk();
  const ids = ['hq:1.1', 'hq:2.1', 'hq:3.1'];
  const devices = [...people.keys(), 'PJSIP/2000'];
  let state = 7;
  const drawn = <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const one = from[(state >>> 8) % from.length];
    if (one === undefined) throw new Error('nothing to draw from');
    return one;
  };
  let shown = 0;
  for (let step = 0; step < 3_000; step += 1) {
    const [id, device, at] = [drawn(ids), drawn(devices), 2_000 + step];
    const call = aCall({ id, ringing: drawn([[], [phone(device)]]) });
    const facts: readonly CallFact[] = [
      rings(device, call),
      { type: 'call.talking', since: at, ...leg(device, call, at) },
      { type: 'call.talk_ended', ...leg(device, call, at) },
      { type: 'leg.stopped', why: drawn(['answered_elsewhere', 'declined']), by: null, ...leg(device, call, at) },
      { type: 'call.merged', at, from: drawn(ids.filter((other) => other !== id)), call },
      { type: 'call.ended', at, id, record: anyRecord },
    ];
    desk.apply(drawn(facts));
    if (step % 11 === 0) desk.clear(id);
    for (const userId of [anna, lena]) {
      const own = desk.cardsOf(userId);
      shown += own.length;
      const byCall = ids.flatMap((one) => desk.watchers(one).filter((card) => card.userId === userId));
      expect(new Set(own)).toEqual(new Set(byCall));
    }
  }
  expect(shown).toBeGreaterThan(1_000);
});
