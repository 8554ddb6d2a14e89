import { readFileSync } from 'node:fs';
import net from 'node:net';

/**
 * A process of its own that sends one file to whoever connects, as fast as it is read, and then ends the connection.
 * Tells its port to the parent; goes when the parent goes.
 */
const bytes = readFileSync(process.argv[2] ?? '');
const server = net.createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
