import net from 'node:net';
import { streamOf } from './generate.ts';

/**
 * A PBX that cannot wait: a process of its own that sends a stream at its own pace to the first who connects, read or
 * not. Tells how many bytes it has sent so far, which the reader compares with what it has read.
 */
const [calls = 0, callsPerSecond = 1, phones = 40, customers = 1000] = process.argv.slice(2).map(Number);
const frames = [...streamOf({ seed: 9, calls, callsPerSecond, phones, customers, startAt: 1_795_300_000_000 })];

const server = net.createServer((socket) => {
  server.close();
  socket.on('error', () => socket.destroy());
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  const began = performance.now();
  let next = 0;
  let sent = 0;
  const pacer = setInterval(() => {
    const now = 1_795_300_000_000 + performance.now() - began;
    let text = '';
    for (let frame = frames[next]; frame !== undefined && frame.at <= now; frame = frames[next]) {
      text += frame.text;
      next += 1;
    }
    if (text !== '') socket.write(text, 'latin1');
    sent += text.length;
    if (process.connected) process.send?.({ sent });
    if (next < frames.length) return;
    clearInterval(pacer);
    socket.end();
  }, 5);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    process.send?.({ port: address.port, events: frames.length });
  }
});
process.on('disconnect', () => process.exit(0));
