import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import type { Session } from '../../../schema/contracts/session.ts';
import type { ClientToServer, ServerToClient } from '../../../schema/contracts/socket.ts';
import type { ApiClient } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';

/** An agent whose page is open and whose phone is free. */
export interface AtDesk {
  readonly client: ApiClient;
  /** What their screen was told of calls placed for them: `step` while they live, then `outcome detail`. */
  readonly told: readonly string[];
  leave(): void;
}

/** Opens a page's line for this person and waits until they may be given calls. */
export async function atDesk(base: string, client: ApiClient): Promise<AtDesk> {
  const told: string[] = [];
  let state = '';
  const line: Socket<ServerToClient, ClientToServer> = io(base, {
    path: '/rt',
    transports: ['websocket'],
    extraHeaders: { origin: base, cookie: client.cookie },
    reconnection: false,
    forceNew: true,
  });
  line.on('snapshot', ({ me }) => {
    state = me?.state ?? '';
  });
  const mine = await client.call<Session>('GET', 'session');
  line.on('presence', ({ user, ...now }) => {
    if (user.id === mine.user.id) state = now.state;
  });
  line.on('attempt.changed', ({ attempt }) => {
    const { step, outcome, detail } = attempt;
    const words = step === 'over' ? `${outcome} ${detail}` : step;
    if (told.at(-1) !== words) told.push(words);
  });
  await eventually(() => expect(state).toBe('ready'), { withinMs: 10_000 });
  return { client, told, leave: () => void line.close() };
}
