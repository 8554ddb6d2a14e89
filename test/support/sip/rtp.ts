import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { decodeMuLaw, encodeMuLaw, goertzel } from './mu-law.ts';
import type { Address } from './socket.ts';

const samplesPerPacket = 160;
const packetMs = 20;
const digits = '0123456789*#';

/** One party's sound: sends a tone, counts and listens to what arrives. */
export class RtpPort {
  readonly local: Address;
  /** Packets of sound sent and received, received digits, and how many received packets were louder than silence. */
  sent = 0;
  received = 0;
  receivedLoud = 0;
  receivedDigits = '';
  readonly #socket: Socket;
  readonly #ssrc = Math.floor(Math.random() * 0xffffffff);
  #remote: Address | null = null;
  #sequence = 1;
  #timestamp = 0;
  #phase = 0;
  #hz = 0;
  #timer: NodeJS.Timeout | null = null;
  #lastSamples: number[] = [];
  #lastDigitStart = -1;
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { host: address, port };
    socket.on('message', (packet) => this.#receive(packet));
    socket.on('error', () => {});
  }

  static async open(host: string): Promise<RtpPort> {
    const socket = createSocket('udp4');
    socket.bind(0, host);
    await once(socket, 'listening');
    return new RtpPort(socket);
  }

  sendTo(remote: Address): void {
    this.#remote = remote;
  }

  /** Sends a tone of `hz` (0: silence) until stopped; a call without it sends nothing. */
  startTone(hz: number): void {
    this.#hz = hz;
    if (this.#timer) return;
    let due = performance.now();
    this.#timer = setInterval(() => {
      // Late timers are made up for, so that a second of tone is a second of sound.
      for (; due <= performance.now(); due += packetMs) this.#sendSound();
    }, packetMs);
  }

  stopTone(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** How strongly `hz` stands in the last sound heard: near 1 for that tone alone, near 0 for silence or others. */
  hears(hz: number): number {
    return goertzel(this.#lastSamples, hz);
  }

  /** Sends digits as RFC 4733 events, 100 ms each. */
  async sendDigits(text: string): Promise<void> {
    for (const digit of text) {
      const event = digits.indexOf(digit);
      if (event < 0) throw new Error(`no such digit: ${digit}`);
      await this.#sendDigit(event);
    }
  }

  async close(): Promise<void> {
    this.stopTone();
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  #packet(payloadType: number, marker: boolean, timestamp: number, payload: Buffer): void {
    if (!this.#remote || this.#closed) return;
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = (marker ? 0x80 : 0) | payloadType;
    head.writeUInt16BE(this.#sequence++ & 0xffff, 2);
    head.writeUInt32BE(timestamp >>> 0, 4);
    head.writeUInt32BE(this.#ssrc, 8);
    this.#socket.send(Buffer.concat([head, payload]), this.#remote.port, this.#remote.host, () => {});
  }

  #sendSound(): void {
    const payload = Buffer.alloc(samplesPerPacket);
    for (let i = 0; i < samplesPerPacket; i++) {
      payload[i] = encodeMuLaw(this.#hz === 0 ? 0 : Math.sin(this.#phase) * 9000);
      this.#phase += (2 * Math.PI * this.#hz) / 8000;
    }
    this.#packet(0, false, this.#timestamp, payload);
    this.#timestamp += samplesPerPacket;
    this.sent += 1;
  }

  async #sendDigit(event: number): Promise<void> {
    const start = this.#timestamp;
    for (let step = 1; step <= 7; step++) {
      const payload = Buffer.from([event, step > 5 ? 0x8a : 0x0a, 0, 0]);
      payload.writeUInt16BE(Math.min(step, 5) * samplesPerPacket, 2);
      this.#packet(101, step === 1, start, payload);
      await new Promise((resolve) => setTimeout(resolve, packetMs));
    }
    this.#timestamp = Math.max(this.#timestamp, start + 6 * samplesPerPacket);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }

  #receive(packet: Buffer): void {
    if (packet.length < 13) return;
    const payloadType = packet.readUInt8(1) & 0x7f;
    if (payloadType === 101) {
      const start = packet.readUInt32BE(4);
      if (start !== this.#lastDigitStart) this.receivedDigits += digits[packet.readUInt8(12)] ?? '';
      this.#lastDigitStart = start;
      return;
    }
    const samples = Array.from(packet.subarray(12), decodeMuLaw);
    this.received += 1;
    if (samples.some((sample) => Math.abs(sample) > 1000)) this.receivedLoud += 1;
    this.#lastSamples = [...this.#lastSamples, ...samples].slice(-1600);
  }
}
