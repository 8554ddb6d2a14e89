import { afterEach, describe, expect, test } from 'vitest';
import type { OfficeStores } from '../../../server/store/office-stores.ts';
import type { OutboxFact, OutboxRow } from '../../../server/store/outbox.ts';
import { createRelay, type Relay } from '../../../server/workers/relay.ts';
import { eventually } from '../../support/eventually.ts';

class Away extends Error {}

describe('the relay', () => {
  let relay: Relay | null = null;
  afterEach(() => relay?.stop());

  /** An outbox in memory whose transactions undo what they marked when they fail. */
  function open(ids: readonly number[], tell: (id: number) => void) {
    let rows: OutboxRow[] = ids.map((id) => ({ id, at: 0, tries: 0, fact: { type: 'call.logged', id } }));
    const told: number[] = [];
    const stores = {
      outbox: {
        take: async (limit: number) => rows.slice(0, limit),
        markSent: async (sent: readonly number[]) => {
          rows = rows.filter(({ id }) => !sent.includes(id));
        },
        forget: async () => {},
      },
    } as unknown as OfficeStores;
    relay = createRelay({
      transact: (work) => work(stores),
      async tell(facts: readonly OutboxFact[]) {
        const ids = facts.map(({ id }) => Number(id));
        ids.forEach(tell);
        told.push(...ids);
      },
      listen: () => ({ stop: async () => {} }),
      isAway: (cause) => cause instanceof Away,
      now: () => 0,
      log: { warn: () => {}, error: () => {} },
    });
    return { told, left: () => rows.map(({ id }) => id), relay };
  }

  test('passes over a change that cannot be told, and tells all others', async () => {
    const { told, left, relay } = open([1, 2, 3], (id) => {
      if (id === 2) throw new Error('cannot be told');
    });
    await eventually(async () => {
      await relay.drain();
      expect(left()).toEqual([]);
    });
    expect(new Set(told)).toEqual(new Set([1, 3]));
  });

  test('passes over nothing while the database is away', async () => {
    let away = true;
    const { told, left, relay } = open([1, 2, 3], () => {
      if (away) throw new Away();
    });
    for (let tries = 0; tries < 20; tries += 1) await relay.drain();
    expect(left()).toEqual([1, 2, 3]);
    away = false;
    await relay.drain();
    expect(told).toEqual([1, 2, 3]);
  });
});
