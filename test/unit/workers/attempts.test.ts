import { describe, expect, test } from 'vitest';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import type { LiveCall } from '../../../server/domain/live/live-call.ts';
import type { Attempt } from '../../../server/store/attempts.ts';
import type { Deps, Tx } from '../../../server/usecases/deps.ts';
import type { IsLive } from '../../../server/usecases/expire-attempts.ts';
import { createAttempts } from '../../../server/workers/attempts.ts';
import { eventually } from '../../support/eventually.ts';

const quiet = { info() {}, warn() {}, error() {} };

/** The worker with a PBX of which only is known what it answers when it is asked. */
function aWorker(ask: () => Promise<IsLive | null>, next: string | null = null) {
  const ordered: { channelId: string; device: string; context: string }[] = [];
  const named: string[][] = [];
  const settled: string[] = [];
  const hungUp: string[] = [];
  const noted: string[] = [];
  let seen = 0;
  const attempts = {
    find: async (id: string) => ({ id, callbackId: null, outcome: null }),
    hold: async (id: string) => ({ id, callbackId: null, outcome: null, detail: null }),
    end: async (id: string) => void settled.push(id),
    note: async (id: string, detail: string) => void noted.push(`${id} ${detail}`),
    markSent: async () => {},
    markSeen: async () => {
      seen += 1;
      return false;
    },
  };
  const tx = { attempts, outbox: { add: async () => {} } } as unknown as Tx;
  const deps = { now: () => 0, transact: (work: (tx: Tx) => Promise<unknown>) => work(tx) } as unknown as Deps;
  const worker = createAttempts({
    deps,
    commands: {
      originate: async () => {},
      originateCustomer: async (order) => void ordered.push(order),
      hangup: async (channel) => void hungUp.push(channel),
      setVar: async (...words) => void named.push(words),
    },
    nextAgent: async () => next,
    ask,
    originateContext: 'ringback',
    expect() {},
    stepped() {},
    log: quiet,
  });
  const tell = (
    step: 'agent_ringing' | 'customer_dialled' | 'customer_ringing' | 'customer_answered' | 'failed',
    linkedid: string | null = null,
  ) =>
    worker.apply({
      type: 'attempt.progress',
      at: 0,
      attemptId: 'rb-1',
      linkedid,
      step,
      who: 'agent',
      why: step === 'failed' ? 'unreachable' : null,
    } satisfies CallFact);
  const place = (number: string, callbackId: number | null = 1, more: Partial<Attempt> = {}) => {
    const attempt = { id: 'rb-1', number, callbackId, notAfter: 60_000, ...more } as Attempt;
    return worker.place(attempt, 'PJSIP/1001', { name: 'Ringback', number });
  };
  /** Somebody talks in a call with this number. */
  const talk = (number: string | null, more: Partial<LiveCall> = {}) =>
    worker.apply({
      type: 'call.talking',
      at: 0,
      since: 0,
      uniqueid: '1.1',
      device: 'PJSIP/1002',
      extension: '1002',
      call: { number, direction: 'inbound', attemptId: null, ...more } as LiveCall,
    });
  const waits = (wantsAgent: boolean) =>
    worker.apply({ type: 'attempt.waiting', at: 0, attemptId: 'rb-1', channel: 'PJSIP/trunk-1', wantsAgent });
  return { worker, settled, hungUp, noted, ordered, named, seen: () => seen, tell, place, talk, waits };
}

describe('a PBX that says an order has failed', () => {
  test('is believed when it has no channel of the attempt', async () => {
    const { tell, settled } = aWorker(async () => () => false);
    tell('failed');
    await eventually(() => expect(settled).toEqual(['rb-1']));
  });

  test.each([
    ['the call stands on it all the same', async () => () => true],
    ['it cannot be asked', async () => null],
  ])('is not believed when %s', async (_why, ask) => {
    let asked = 0;
    const { tell, settled } = aWorker(async () => {
      asked += 1;
      return ask();
    });
    tell('failed');
    await eventually(() => expect(asked).toBe(1));
    await new Promise(setImmediate);
    expect(settled).toEqual([]);
  });
});

describe('a call that its agent does not want any more', () => {
  test('is hung up when its channel only then comes to be', async () => {
    const { worker, tell, hungUp } = aWorker(async () => null);
    worker.unwanted('rb-1');
    tell('agent_ringing', 'rb-1');
    expect(hungUp).toEqual(['rb-1']);
    tell('agent_ringing', 'rb-1');
    expect(hungUp).toEqual(['rb-1']);
  });

  test('is left to the order already given when its channel is there', async () => {
    const { worker, tell, hungUp, seen } = aWorker(async () => null);
    tell('agent_ringing', 'rb-1');
    worker.unwanted('rb-1');
    tell('agent_ringing', 'rb-1');
    await eventually(() => expect(seen()).toBeGreaterThan(0));
    expect(hungUp).toEqual([]);
  });
});

test('a call from the dial pad goes on though somebody talks with the same number', async () => {
  const { place, tell, talk, hungUp } = aWorker(async () => null);
  await place('+447700900456', null);
  tell('agent_ringing', 'rb-1');
  talk('+447700900456');
  await new Promise(setImmediate);
  expect(hungUp).toEqual([]);
});

describe('a customer who talks with one of us in another call', () => {
  const customer = '+447700900456';

  test.each(['agent_ringing', 'customer_ringing'] as const)('has our own call taken back at %s', async (step) => {
    const { place, tell, talk, hungUp, noted } = aWorker(async () => null);
    await place(customer);
    tell('agent_ringing', 'rb-1');
    tell(step, 'rb-1');
    talk(customer);
    await eventually(() => expect(hungUp).toEqual(['rb-1']));
    expect(noted).toEqual(['rb-1 served_meanwhile']);
    talk(customer);
    await new Promise(setImmediate);
    expect(hungUp).toEqual(['rb-1']);
  });

  test('has it taken back as soon as its channel comes to be', async () => {
    const { place, tell, talk, hungUp } = aWorker(async () => null);
    await place(customer);
    talk(customer);
    await eventually(() => expect(hungUp).toEqual(['rb-1']));
    tell('agent_ringing', 'rb-1');
    expect(hungUp).toEqual(['rb-1', 'rb-1']);
  });

  test.each([
    ['it is our own call', customer, { attemptId: 'rb-1', direction: 'outbound' } as const, false],
    ['it is somebody else', '+447700900457', {}, false],
    ['nobody knows who it is', null, {}, false],
    ['two colleagues talk', customer, { direction: 'internal' } as const, false],
    ['ours has been answered already', customer, {}, true],
  ])('keeps it when %s', async (_why, number, more, answered) => {
    const { place, tell, talk, hungUp, noted } = aWorker(async () => null);
    await place(customer);
    tell('agent_ringing', 'rb-1');
    if (answered) tell('customer_answered', 'rb-1');
    talk(number, more);
    await new Promise(setImmediate);
    expect([hungUp, noted]).toEqual([[], []]);
  });
});

describe('a customer who is called first', () => {
  const number = '+442079460142';
  const first = { dialOrder: 'customer_first' } as const;
  const live = { id: 'rb-1', outcome: null, ...first };

  test('is ordered through our dialplan, and each step is what the agent who is kept for them reads', async () => {
    const { worker, ordered, tell, waits, seen, place } = aWorker(async () => null);
    await place(number, 1, first);
    expect(ordered).toMatchObject([{ channelId: 'rb-1', device: 'PJSIP/1001', context: 'ringback-customer-first' }]);
    expect(worker.stepOf(live)).toBe('customer');
    tell('customer_dialled', 'rb-1');
    expect(seen()).toBe(1);
    tell('customer_ringing', 'rb-1');
    expect(worker.stepOf(live)).toBe('customer');
    waits(false);
    expect([worker.stepOf(live), worker.isWaiting('rb-1')]).toEqual(['agent', true]);
    tell('customer_answered', 'rb-1');
    expect([worker.stepOf(live), worker.isWaiting('rb-1')]).toEqual(['talking', false]);
  });

  test('goes to another agent when the first stays silent, and to nobody when none is free', async () => {
    const another = aWorker(async () => null, 'PJSIP/1002');
    another.waits(false);
    another.waits(true);
    await eventually(() => expect(another.named).toEqual([['PJSIP/trunk-1', 'RB_AGENT', 'PJSIP/1002']]));
    const nobody = aWorker(async () => null);
    nobody.waits(true);
    await new Promise(setImmediate);
    expect(nobody.named).toEqual([]);
  });

  test('is hung up where they wait when they are served elsewhere', async () => {
    const { hungUp, noted, waits, talk, place } = aWorker(async () => null);
    await place(number, 1, first);
    waits(false);
    talk(number);
    await eventually(() => expect(hungUp).toEqual(['PJSIP/trunk-1']));
    expect(noted).toEqual(['rb-1 served_meanwhile']);
  });
});
