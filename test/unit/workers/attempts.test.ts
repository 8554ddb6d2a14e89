import { describe, expect, test } from 'vitest';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import type { Deps, Tx } from '../../../server/usecases/deps.ts';
import type { IsLive } from '../../../server/usecases/expire-attempts.ts';
import { createAttempts } from '../../../server/workers/attempts.ts';
import { eventually } from '../../support/eventually.ts';

const quiet = { info() {}, warn() {}, error() {} };

/** The worker with a PBX of which only is known what it answers when it is asked. */
function aWorker(ask: () => Promise<IsLive | null>) {
  const settled: string[] = [];
  const hungUp: string[] = [];
  let seen = 0;
  const attempts = {
    find: async (id: string) => ({ id, callbackId: null, outcome: null }),
    hold: async (id: string) => ({ id, callbackId: null, outcome: null, detail: null }),
    end: async (id: string) => void settled.push(id),
    markSeen: async () => {
      seen += 1;
      return false;
    },
  };
  const tx = { attempts, outbox: { add: async () => {} } } as unknown as Tx;
  const deps = { now: () => 0, transact: (work: (tx: Tx) => Promise<unknown>) => work(tx) } as unknown as Deps;
  const worker = createAttempts({
    deps,
    commands: { originate: async () => {}, hangup: async (channel) => void hungUp.push(channel) },
    ask,
    originateContext: 'ringback',
    expect() {},
    stepped() {},
    log: quiet,
  });
  const tell = (step: 'agent_ringing' | 'failed', linkedid: string | null = null) =>
    worker.apply({
      type: 'attempt.progress',
      at: 0,
      attemptId: 'rb-1',
      linkedid,
      step,
      who: 'agent',
      why: step === 'failed' ? 'unreachable' : null,
    } satisfies CallFact);
  return { worker, settled, hungUp, seen: () => seen, tell };
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
