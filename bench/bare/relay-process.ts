import { createServer } from 'node:http';
import net from 'node:net';
import { Server } from 'socket.io';
import { createBareParser } from './bare-parser.ts';

/**
 * The least there can be between a PBX and the screens, as the yardstick of the pop: reads the same bytes, cuts out the
 * ringing of a phone, and tells its screen the number. No state, no people, no database. Goes when the parent goes.
 */
const http = createServer();
const io = new Server(http, { path: '/rt', serveClient: false, perMessageDeflate: false, httpCompression: false });
io.on('connection', (socket) => void socket.join(String(socket.handshake.query.extension)));

const parser = createBareParser((event) => {
  if (event.name !== 'Newstate' || event.get('ChannelStateDesc') !== 'Ringing') return;
  const extension = /^PJSIP\/(\d+)-/.exec(event.get('Channel') ?? '')?.[1];
  if (extension === undefined) return;
  const card = { id: `bench:${event.get('Linkedid')}`, state: 'ringing', number: event.get('ConnectedLineNum') };
  io.to(extension).emit('card', card);
});

const pbx = net.connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
pbx.setNoDelay(true);
pbx.write('Action: Login\r\nUsername: events\r\nSecret: bench\r\n\r\nAction: CoreShowChannels\r\n\r\n');
pbx.on('data', (chunk: Buffer) => parser.push(chunk));
pbx.on('error', () => process.exit(1));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
