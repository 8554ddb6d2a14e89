import { io, type Socket } from 'socket.io-client';
import type { LiveCard } from '../../../schema/contracts/live.ts';
import type { CardGone, ClientToServer, ServerToClient, Snapshot } from '../../../schema/contracts/socket.ts';
import type { ApiClient } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';

/** The live line of one person, as their browser holds it: every card and every farewell, in order. */
export interface LiveLine {
  readonly cards: readonly LiveCard[];
  readonly gone: readonly CardGone[];
  readonly snapshot: Snapshot;
  /** Waits for a card that fits. */
  card(fits: (card: LiveCard) => boolean, withinMs?: number): Promise<LiveCard>;
  close(): void;
}

export async function openLiveLine(url: string, client: ApiClient): Promise<LiveLine> {
  const cards: LiveCard[] = [];
  const gone: CardGone[] = [];
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    path: '/rt',
    transports: ['websocket'],
    extraHeaders: { cookie: client.cookie, origin: url },
    reconnection: false,
  });
  socket.on('card', (card) => cards.push(card));
  socket.on('card.gone', (farewell) => gone.push(farewell));
  const snapshot = await new Promise<Snapshot>((resolve, reject) => {
    socket.once('snapshot', resolve);
    socket.once('connect_error', reject);
  });
  return {
    cards,
    gone,
    snapshot,
    card: (fits, withinMs = 5_000) =>
      eventually(
        () => {
          const found = cards.find(fits);
          if (!found)
            throw new Error(
              `No such card among ${JSON.stringify(cards.map(({ id, state, number }) => ({ id, state, number })))}`,
            );
          return found;
        },
        { withinMs },
      ),
    close: () => socket.close(),
  };
}
