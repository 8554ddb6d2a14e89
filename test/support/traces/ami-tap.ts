import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '../eventually.ts';

/** A raw manager connection: keeps every byte as it came, sends actions as they are given. */
export class AmiTap {
  readonly #socket: Socket;
  readonly #chunks: Buffer[] = [];
  #lastAt = Date.now();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#lastAt = Date.now();
    });
    socket.on('error', () => {});
  }

  static async login(port: number, user: string, secret: string): Promise<AmiTap> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const tap = new AmiTap(socket);
    tap.send({ Action: 'Login', Username: user, Secret: secret });
    await tap.sees('Authentication accepted');
    return tap;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  send(action: Readonly<Record<string, string | readonly string[]>>): void {
    const lines = Object.entries(action).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
    );
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Waits until the stream holds `wanted`. */
  async sees(wanted: string | RegExp, withinMs = 5_000): Promise<void> {
    await eventually(
      () => {
        if (typeof wanted === 'string' ? this.text.includes(wanted) : wanted.test(this.text)) return;
        throw new Error(`the manager stream has no ${wanted}`);
      },
      { withinMs },
    );
  }

  /** Waits until nothing has come for `ms`: the tail of a story (Cdr, device states) trickles in after the last Hangup. */
  async quietFor(ms: number): Promise<void> {
    const since = Date.now();
    await eventually(
      () => {
        if (Date.now() - Math.max(since, this.#lastAt) < ms) throw new Error('the manager stream does not fall silent');
      },
      { withinMs: 10_000 },
    );
  }

  async close(): Promise<void> {
    this.#socket.end();
    this.#socket.destroy();
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }
}
