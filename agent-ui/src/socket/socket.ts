import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../../schema/contracts/socket.ts';

export type RingbackSocket = Socket<ServerToClient, ClientToServer>;

/** The one line to the server; it is opened when a session exists and closed at sign-out. */
export const socket: RingbackSocket = io({
  path: '/rt',
  autoConnect: false,
  transports: ['websocket', 'polling'],
  reconnectionDelay: 300,
  reconnectionDelayMax: 3000,
});
