import { beforeEach, describe, expect, test } from 'vitest';
import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import type { AgentPresence, LiveCard } from '../../../schema/contracts/live.ts';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import type { PresenceEvent } from '../../../server/store/presence.ts';
import type { DeskMemory } from '../../../server/workers/desk-memory.ts';
import { watchPhonesLetRing } from '../../../server/workers/phones-let-ring.ts';
import { createPresence, type Presence } from '../../../server/workers/presence.ts';
import { createPresenceLog } from '../../../server/workers/presence-log.ts';
import { createPresenceOrders, type PresenceOrders } from '../../../server/workers/presence-orders.ts';

const device = 'PJSIP/1001';
let now: number;
let screen: boolean;
let cards: Pick<LiveCard, 'state'>[];
let told: AgentPresence[];
let entered: PresenceEvent[];
let sent: object[];
let presence: Presence;
let orders: PresenceOrders;

/** Anna with one phone, who may serve two queues. */
const memory = {
  people: new Map([[7, 'Anna (the first)']]),
  ownerOf: (name: string) => (name === device ? 7 : null),
  nameOf: () => 'Anna (the first)',
  devicesOf: () => [{ device, extension: '1001' }],
  queuesOf: () => ['sales', 'support'].map((name) => ({ name, label: name })),
  presenceRules: { wrapUpMs: 30_000, unansweredLimit: 2 },
} as unknown as DeskMemory;

beforeEach(() => {
  [now, screen, cards, told, entered, sent] = [1_000, true, [], [], [], []];
  presence = createPresence({
    memory,
    cardsOf: () => cards,
    hasScreen: () => screen,
    now: () => now,
    changed: (agent) => void told.push(agent),
    entered: (event) => void entered.push(event),
  });
  const write = (action: string) => async (input: object) => void sent.push({ action, ...input });
  orders = createPresenceOrders({
    presence,
    memory,
    commands: { queuePause: write('pause'), queueAdd: write('add'), queueRemove: write('remove') },
    now: () => now,
  });
});

function member(event: 'QueueMemberPause' | 'QueueMemberAdded' | 'QueueMemberRemoved', more: object = {}): void {
  presence.apply({
    event,
    at: now,
    queue: 'sales',
    interface: device,
    memberName: null,
    stateInterface: device,
    dynamic: true,
    paused: false,
    pausedReason: null,
    status: 1,
    ...more,
  } as AmiEvent);
}

describe('a pause', () => {
  test('set on the phone shows as the PBX tells it, with its reason and since when', () => {
    member('QueueMemberAdded');
    now = 5_000;
    member('QueueMemberPause', { paused: true, pausedReason: 'lunch' });
    expect(told.at(-1)).toMatchObject({ state: 'paused', detail: 'lunch', since: 5_000 });
    expect(entered.at(-1)).toEqual({ userId: 7, at: 5_000, state: 'paused', detail: 'lunch', byId: null });
  });

  test('ordered at the desk shows only when the PBX has said so, and names who ordered it', async () => {
    member('QueueMemberAdded');
    await orders.pause(7, 'training', 3);
    expect(sent).toEqual([{ action: 'pause', interface: device, paused: true, reason: 'training' }]);
    expect(presence.of(7).state).toBe('ready');
    member('QueueMemberPause', { paused: true, pausedReason: 'training' });
    expect(entered.at(-1)).toMatchObject({ state: 'paused', detail: 'training', byId: 3 });
    await orders.ready(7, null);
    member('QueueMemberPause');
    expect(entered.at(-1)).toMatchObject({ state: 'ready', byId: null });
  });

  test('of somebody in no queue is kept here', async () => {
    await orders.pause(7, 'meeting', null);
    expect([sent, presence.of(7).state]).toEqual([[], 'paused']);
    await orders.ready(7, null);
    expect(presence.of(7).state).toBe('ready');
  });

  test('ends with the seat that was paused', () => {
    member('QueueMemberAdded', { paused: true, pausedReason: 'lunch' });
    expect(presence.of(7).state).toBe('paused');
    member('QueueMemberRemoved');
    expect(presence.of(7).state).toBe('ready');
  });
});

describe('queues', () => {
  test('are joined with the phone and a name the PBX can hold, and left again', async () => {
    expect(await orders.serve(7, 'sales', true)).toBe(true);
    expect(sent).toEqual([
      { action: 'add', interface: device, queue: 'sales', memberName: 'Anna  the first ', paused: false },
    ]);
    member('QueueMemberAdded');
    expect(presence.of(7).queues).toMatchObject([
      { name: 'sales', serves: true, mayLeave: true },
      { name: 'support', serves: false, mayLeave: true },
    ]);
    expect(await orders.serve(7, 'sales', false)).toBe(true);
    expect(sent.at(-1)).toEqual({ action: 'remove', interface: device, queue: 'sales' });
  });

  test('that are not theirs, or that the configuration keeps them in, are refused', async () => {
    member('QueueMemberAdded', { dynamic: false });
    member('QueueMemberAdded', { queue: 'boss', dynamic: true });
    expect(await orders.serve(7, 'sales', false)).toBe(false);
    expect(await orders.serve(7, 'boss', false)).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe('after a talk', () => {
  test('time for notes runs from the moment the line is free, can be made longer, and ends by itself', () => {
    cards = [{ state: 'talking' }];
    presence.look(7);
    presence.talked(7);
    presence.look(7);
    expect(presence.of(7).state).toBe('in_call');
    cards = [];
    now = 10_000;
    presence.look(7);
    expect(told.at(-1)).toMatchObject({ state: 'wrap_up', until: 40_000 });
    orders.moreTime(7);
    expect(presence.of(7).until).toBe(100_000);
    now = 100_000;
    presence.lookAtAll();
    expect(told.at(-1)).toMatchObject({ state: 'ready', until: null });
  });

  test('its end reaches the screens also when somebody who only reads has seen it first', async () => {
    presence.talked(7);
    presence.look(7);
    expect(told.at(-1)?.state).toBe('wrap_up');
    now = 40_000;
    // The offers ask who is free, far more often than all are looked at.
    expect(presence.all().map(({ state }) => state)).toEqual(['ready']);
    presence.lookAtAll();
    expect(told.at(-1)).toMatchObject({ state: 'ready', since: 40_000 });
    expect(presence.desk().ready).toEqual([{ id: 7, since: 40_000 }]);
    const count = told.length;
    await presence.lookAround();
    expect(told).toHaveLength(count);
  });

  test('Ready now ends it', async () => {
    presence.talked(7);
    presence.look(7);
    expect(presence.of(7).state).toBe('wrap_up');
    await orders.ready(7, null);
    expect(presence.of(7).state).toBe('ready');
  });

  test('a call that rings at once takes its place', () => {
    presence.talked(7);
    cards = [{ state: 'ringing' }];
    presence.look(7);
    cards = [];
    presence.look(7);
    expect(presence.of(7).state).toBe('ready');
  });
});

describe('calls that ring out', () => {
  const fact = (type: string, id: string, more: object = {}) =>
    ({ type, device, call: { id, direction: 'inbound' }, why: 'no_answer', ...more }) as unknown as CallFact;

  test('are counted for the person, forgotten at a talk, and at the limit told', () => {
    const counted: number[] = [];
    const paused: number[] = [];
    const watch = watchPhonesLetRing({
      ownerOf: memory.ownerOf,
      limit: () => memory.presenceRules.unansweredLimit,
      counted: (_, calls) => void counted.push(calls),
      tooMany: (_, calls) => void paused.push(calls),
    });
    watch(fact('leg.stopped', 'a'));
    watch(fact('leg.stopped', 'a'));
    watch(fact('call.talking', 'b'));
    watch(fact('leg.stopped', 'c', { why: 'declined' }));
    watch(fact('leg.stopped', 'd'));
    watch(fact('leg.stopped', 'e', { device: 'PJSIP/9' }));
    watch(fact('leg.stopped', 'f'));
    expect(counted).toEqual([1, 0, 1, 0]);
    expect(paused).toEqual([2]);
  });
});

test('where people were is kept until the database takes it', async () => {
  let away = true;
  const written: PresenceEvent[] = [];
  const log = createPresenceLog({
    async write(events) {
      if (away) throw new Error('away');
      written.push(...events);
    },
  });
  const row = { userId: 7, at: 1, state: 'ready', detail: null, byId: null } as const;
  log.add(row);
  await expect(log.flush()).rejects.toThrow('away');
  log.add({ ...row, at: 2 });
  away = false;
  await log.flush();
  await log.flush();
  expect(written.map(({ at }) => at)).toEqual([1, 2]);
});
