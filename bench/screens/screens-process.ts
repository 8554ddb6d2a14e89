import WebSocket from 'ws';

/**
 * Screens in a process of their own: so many browsers, each signed in as its person, that note when a call first rings
 * on them. Of ten screens one shows the log, one the board, the others the desk. They speak Engine.IO by hand, so that two
 * thousand of them cost little. Goes when the parent goes.
 */
const [url = '', first = '1001', count = '1', cookies = ''] = process.argv.slice(2);
const AT_ONCE = 50;
const CARD = Buffer.from('42["card",{');
const rings = new Map<string, string>();
const sockets: WebSocket[] = [];
let open = 0;
let opened: (() => void) | null = null;

function connect(extension: number): void {
  const address = new URL('/rt/', url.replace('http', 'ws'));
  address.search = `EIO=4&transport=websocket&extension=${extension}`;
  const headers = { origin: url, cookie: `rb_session=${cookies}${extension}` };
  const socket = new WebSocket(address, { headers, perMessageDeflate: false });
  sockets.push(socket);
  socket.on('message', (data: Buffer) => {
    const at = process.hrtime.bigint();
    if (data[0] === 50) socket.send('3');
    else if (data[0] === 48) socket.send('40');
    else if (data[0] === 52 && data[1] === 48) {
      // With the number of an answer, as a screen asks; a bare relay passes it over.
      socket.send(`420["look",["${topicOf(extension)}"]]`);
      open += 1;
      opened?.();
    } else if (data.subarray(0, CARD.length).equals(CARD)) note(data.toString('latin1'), extension, at);
  });
  socket.on('error', (cause) => fail(cause.message));
  socket.on('close', (code) => fail(`closed with ${code}`));
}

function topicOf(extension: number): string {
  const place = extension % 10;
  if (place > 1) return 'today';
  return place === 0 ? 'calls' : 'board';
}

function note(text: string, extension: number, at: bigint): void {
  const id = /"id":"bench:([\d.]+)"/.exec(text)?.[1];
  if (id === undefined || !text.includes('"state":"ringing"')) return;
  const key = `${id} ${extension}`;
  if (!rings.has(key)) rings.set(key, String(at));
}

function fail(why: string): void {
  if (process.connected) process.send?.({ failed: why });
}

process.on('message', (wish) => {
  if (wish !== 'rings') return;
  process.send?.({ rings: [...rings] });
  rings.clear();
});
process.on('disconnect', () => process.exit(0));

for (let n = 0; n < Number(count); n += 1) {
  connect(Number(first) + n);
  if (n + 1 - open < AT_ONCE) continue;
  await new Promise<void>((resolve) => {
    opened = () => n + 1 - open < AT_ONCE && resolve();
  });
}
opened = () => open === Number(count) && process.send?.({ open });
opened();
