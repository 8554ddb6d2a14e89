import type { Server } from 'node:http';
import type { CallFact } from '../domain/call/call-fact.ts';
import { openFeedDoor } from '../feed/door.ts';
import { createFeedHub, type FeedHub } from '../feed/hub.ts';
import { keptMs, newsOfFact, newsOfOutbox } from '../feed/news.ts';
import { createFeedWriter } from '../feed/writer.ts';
import type { Logger } from '../platform/logger.ts';
import type { KeyedNews } from '../store/feed.ts';
import type { OutboxFact } from '../store/outbox.ts';
import { admitToken } from '../usecases/api-tokens.ts';
import type { OfficeTx } from '../usecases/office.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { Round } from '../workers/rounds.ts';
import type { House } from './house.ts';

interface Parts {
  readonly house: House;
  readonly memory: Pick<DeskMemory, 'ownerOf' | 'nameOf'>;
  readonly trustProxy: boolean;
  readonly log: Pick<Logger, 'warn'>;
}

/** The feed for integrators: what is told to it, and the door by which they come in. */
export interface FeedSide {
  /** What happens now. */
  onFact(fact: CallFact): void;
  /** What was committed; within the relay's transaction. */
  tell(facts: readonly OutboxFact[], tx: OfficeTx): Promise<void>;
  /** The relay's transaction is done. */
  wake(): void;
  /** A key was made or ended. */
  tokensChanged(): void;
  open(server: Server): void;
  readonly round: Round;
  stop(): Promise<void>;
}

export function createFeedSide({ house, memory, trustProxy, log }: Parts): FeedSide {
  const { transact, now } = house;
  const hub: FeedHub = createFeedHub({
    after: (seq, limit) => transact((tx) => tx.feed.after(seq, limit)),
    place: () => transact((tx) => tx.feed.place()),
    standing: () => transact((tx) => tx.tokens.standing('feed')),
    log,
  });
  const writer = createFeedWriter({
    write: (items) => transact((tx) => tx.feed.add(items)),
    written: hub.wake,
    log,
  });
  let door: { close(): void } | null = null;
  /** Whether anybody may listen: without a key nothing is written down for the feed. Until it is known, yes. */
  let wanted = true;

  async function lookAtTokens(): Promise<void> {
    wanted = (await transact((tx) => tx.tokens.standing('feed'))).size > 0;
    await hub.checkTokens();
  }

  function agentOf(device: string) {
    const id = memory.ownerOf(device);
    return id === null ? null : { id, name: memory.nameOf(id) };
  }

  function look(): void {
    lookAtTokens().catch((cause: unknown) => log.warn({ err: cause }, 'Tokens could not be looked at.'));
  }

  return {
    onFact(fact) {
      const item = wanted ? newsOfFact(fact, agentOf) : null;
      if (item !== null) writer.add(item);
    },
    async tell(facts, tx) {
      if (!wanted) return;
      const items: KeyedNews[] = [];
      for (const fact of facts) {
        const item = await newsOfOutbox(fact, tx, now());
        if (item !== null) items.push(item);
      }
      await tx.feed.add(items);
    },
    wake: hub.wake,
    tokensChanged() {
      wanted = true;
      look();
    },
    open(server) {
      const admit = async (secret: string) => (await admitToken(house, secret, 'feed'))?.id ?? null;
      door = openFeedDoor({ server, hub, admit, now, trustProxy, log });
      look();
    },
    round: {
      name: 'feed',
      everyMs: 10 * 60_000,
      async run() {
        await lookAtTokens();
        await transact((tx) => tx.feed.forget(now() - keptMs));
      },
    },
    async stop() {
      door?.close();
      await writer.stop();
    },
  };
}
