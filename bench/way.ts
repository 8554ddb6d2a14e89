import { createEventReader } from '../pbx/ami/event-reader.ts';
import type { Core } from '../server/compose/core.ts';
import { createCalls } from '../server/domain/call/create-calls.ts';
import { recordCall } from '../server/usecases/record-call.ts';
import { recordCalls } from '../server/usecases/record-calls.ts';
import { createLiveBoard } from '../server/workers/live-board.ts';
import { createLogWriter, type Judged } from '../server/workers/log-writer.ts';
import type { Company } from './database.ts';
import { streamSite } from './stream/records.ts';

/** What of the way a variant goes. */
export type Reach = 'events' | 'state' | 'cards' | 'log';

/** The way of an event through the product, built as `follow-pbx` builds it, without sockets. */
export interface Way {
  push(chunk: Uint8Array): void;
  /** Resolves when all calls are durable. Throws when anything was refused or found unsound. */
  end(): Promise<{ readonly written: number; readonly told: number }>;
  /** Finished calls that are not in the database yet. */
  readonly waiting: number;
}

export function openWay(
  company: Company,
  core: Core,
  { reach, phones }: { readonly reach: Reach; readonly phones: number },
): Way {
  const { deps, pbxId, bootId } = company;
  const problems: string[] = [];
  let written = 0;
  let told = 0;
  let seq = 0;
  const tell = (payload: object) => {
    told += JSON.stringify(payload).length;
  };
  const calls = createCalls(streamSite(phones), { pbx: 'bench' });
  const board = createLiveBoard({
    memory: core.memory,
    index: core.house.matchIndex,
    sink: { card: (_user, card) => tell(card), gone: (_user, gone) => tell(gone) },
    nextSeq: () => ++seq,
    now: deps.now,
  });
  const complain = (_fields: object, sentence: string) => {
    problems.push(sentence);
  };
  const writer = createLogWriter({
    write: async ({ record }) => (await recordCall(deps, pbxId, bootId, record)).callId,
    writeTogether: async (batch: readonly Judged[]) =>
      (
        await recordCalls(
          deps,
          pbxId,
          batch.map(({ record }) => ({ bootId, record })),
        )
      ).map(({ callId }) => callId),
    written({ liveId }, callId) {
      written += 1;
      board.logged(liveId, callId);
    },
    refused: async () => complain({}, 'refused'),
    isAway: () => false,
    journal: { left: [], append: async () => true, clear: async () => {} },
    log: { warn: complain, error: complain },
  });
  const reader = createEventReader(
    {
      onEvent(event) {
        if (reach === 'events') return;
        for (const fact of calls.apply(event)) {
          if (reach === 'state') continue;
          board.apply(fact);
          if (reach === 'log' && fact.type === 'call.ended') {
            writer.add({ liveId: fact.id, bootKey: '', record: fact.record });
          }
        }
      },
      onQuarantine({ reason }) {
        problems.push(reason);
      },
      onFailed(error) {
        throw error;
      },
    },
    { now: () => 0 },
  );
  return {
    push: (chunk) => reader.push(chunk),
    async end() {
      await writer.drain();
      if (problems.length > 0) throw new Error(`Not all went well: ${problems[0]}`);
      return { written, told };
    },
    get waiting() {
      return writer.waiting;
    },
  };
}
