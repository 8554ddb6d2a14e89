import net from 'node:net';
import type { ChannelNow, WaitingNow } from './sheet.ts';

interface Asked {
  /** What goes on at this moment. */
  now(): { readonly channels: readonly ChannelNow[]; readonly waiting: readonly WaitingNow[] };
}

/** The manager interface of the bench's PBX: logs everyone in and tells what goes on when it is asked. */
export interface AmiDoor {
  readonly port: number;
  /** Sends to those who listen. Whoever does not read is not waited for. */
  send(text: string): void;
  /** Breaks all connections; what is on its way is lost. */
  cut(): void;
  /** Sessions that listen and have asked what goes on. */
  readonly listening: number;
  /** Bytes sent to those who listen that the kernel has not taken yet. */
  readonly unsent: number;
}

type Action = ReadonlyMap<string, string>;

/** Opens on a free port of loopback. The user `events` hears the stream, everybody else gets answers only. */
export async function openAmiDoor({ now }: Asked): Promise<AmiDoor> {
  const all = new Set<net.Socket>();
  const listeners = new Set<net.Socket>();
  const caughtUp = new Set<net.Socket>();

  function answer(socket: net.Socket, action: Action): void {
    const name = action.get('action')?.toLowerCase() ?? '';
    const id = `ActionID: ${action.get('actionid') ?? ''}\r\n`;
    const say = (...lines: readonly string[]) => socket.write(`${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
    const list = (done: string, items: readonly string[]) => {
      const entries = items.map((item) => item.replace('\r\n', `\r\n${id}`)).join('');
      socket.write(`Response: Success\r\n${id}EventList: start\r\n\r\n${entries}`);
      socket.write(`Event: ${done}\r\n${id}EventList: Complete\r\nListItems: ${items.length}\r\n\r\n`);
    };
    if (name === 'login') {
      say('Response: Success', id.trimEnd(), 'Message: Authentication accepted');
      if (action.get('username') === 'events') listeners.add(socket);
    } else if (name === 'coreshowchannels') {
      list('CoreShowChannelsComplete', now().channels.map(channelItem));
      caughtUp.add(socket);
    } else if (name === 'bridgelist') {
      const bridges = new Set(now().channels.flatMap(({ bridge }) => (bridge === '' ? [] : [bridge])));
      list(
        'BridgeListComplete',
        [...bridges].map((bridge) => `Event: BridgeListItem\r\nBridgeUniqueid: ${bridge}\r\nBridgeType: basic\r\n\r\n`),
      );
    } else if (name === 'queuestatus') {
      list('QueueStatusComplete', now().waiting.map(queueEntry));
    } else if (name === 'devicestatelist') {
      list('DeviceStateListComplete', []);
    } else if (name === 'corestatus') {
      say('Response: Success', id.trimEnd(), 'CoreStartupDate: 2026-11-21', 'CoreStartupTime: 08:00:00');
    } else {
      say('Response: Success', id.trimEnd(), 'Message: Done');
    }
  }

  const server = net.createServer((socket) => {
    all.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      for (const set of [all, listeners, caughtUp]) set.delete(socket);
    });
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        answer(socket, readAction(text.slice(0, end)));
        text = text.slice(end + 4);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    send(text) {
      for (const socket of listeners) socket.write(text, 'latin1');
    },
    cut() {
      for (const socket of all) socket.resetAndDestroy();
    },
    get listening() {
      return [...listeners].filter((socket) => caughtUp.has(socket)).length;
    },
    get unsent() {
      return Math.max(0, ...[...listeners].map(({ writableLength }) => writableLength));
    },
  };
}

function channelItem({ block, bridge }: ChannelNow): string {
  const rest = `Application: Dial\r\nApplicationData: \r\nDuration: 00:00:01\r\nBridgeId: ${bridge}\r\n\r\n`;
  return `Event: CoreShowChannel\r\n${block}${rest}`;
}

function queueEntry({ queue, block }: WaitingNow): string {
  const of = (name: string) => new RegExp(`(?:^|\\r\\n)(${name}: [^\\r]*)`).exec(block)?.[1] ?? `${name}: `;
  const lines = [of('Channel'), of('Uniqueid'), of('CallerIDNum'), of('CallerIDName')].join('\r\n');
  return `Event: QueueEntry\r\nQueue: ${queue}\r\nPosition: 1\r\n${lines}\r\nWait: 1\r\n\r\n`;
}

function readAction(text: string): Action {
  return new Map(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
}
