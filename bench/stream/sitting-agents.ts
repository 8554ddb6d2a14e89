import WebSocket from 'ws';

/**
 * A process of its own with so many browsers, each signed in, that only listen and answer the server's pings. They speak
 * Engine.IO by hand. Tells the parent when each has its snapshot; goes when the parent goes.
 */
const [url = '', count = '0', cookies = ''] = process.argv.slice(2);
const agents = Number(count);
const AT_ONCE = 40;
let begun = 0;
let told = 0;

function sit(): void {
  if (begun >= agents) return;
  const headers = { origin: url, cookie: `rb_session=${cookies}${begun}` };
  begun += 1;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rt/?EIO=4&transport=websocket`, {
    headers,
    perMessageDeflate: false,
  });
  socket.on('error', (cause) => process.send?.({ failed: cause.message }));
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('0')) socket.send('40');
    else if (text === '2') socket.send('3');
    else if (text.startsWith('42["snapshot"')) {
      told += 1;
      if (told === agents) process.send?.({ told });
      sit();
    }
  });
}

for (let n = 0; n < AT_ONCE; n += 1) sit();
process.on('disconnect', () => process.exit(0));
