import type { SipCall } from './call.ts';
import { type Deferred, deferred, within } from './deadline.ts';
import { type Account, Dialog, token } from './dialog.ts';
import { IncomingCall } from './incoming-call.ts';
import { type Headers, header, parameter, responseTo, type SipRequest } from './message.ts';
import { OutgoingCall } from './outgoing-call.ts';
import { RtpPort } from './rtp.ts';
import { type Address, type Reply, SipSocket } from './socket.ts';

export interface CallOptions {
  /** From user as it goes on the wire, percent escapes included. */
  readonly from?: string;
  readonly fromName?: string;
  readonly fromHost?: string;
  readonly headers?: Headers;
  readonly toneHz?: number | null;
}

/** What a phone does with a call that no waiter has asked for. `ignore` sends no answer at all. */
export type WhenCalled = 'ring' | 'ignore' | { readonly reject: number };

/** A scripted SIP phone: it does exactly what the test says, at the moment the test says it. */
export class SipPhone {
  whenCalled: WhenCalled = 'ring';
  /** Answers, holds and goes on when the PBX asks it by NOTIFY, as many desk phones do. */
  obeysNotify = false;
  readonly user: string;
  readonly socket: SipSocket;
  /** Every call this phone had, in order. */
  readonly calls: SipCall[] = [];
  readonly #server: Address;
  readonly #account: Account | null;
  readonly #arrived: IncomingCall[] = [];
  /** CANCELs that overtook the opening of their call's sound port. */
  readonly #cancelled = new Map<string, SipRequest>();
  readonly #waiters: Deferred<IncomingCall>[] = [];
  #handler: ((call: IncomingCall) => void) | null = null;
  #registration: Dialog | null = null;

  private constructor(socket: SipSocket, server: Address, user: string, account: Account | null) {
    this.socket = socket;
    this.#server = server;
    this.user = user;
    this.#account = account;
    socket.onRequest = (request, reply) => void this.#receive(request, reply);
  }

  /** A phone of an agent, registered with its secret. */
  static async register(options: { user: string; secret: string; server: Address; host?: string }): Promise<SipPhone> {
    const { user, secret, server, host = '127.0.0.1' } = options;
    const phone = new SipPhone(await SipSocket.open({ host, port: 0 }, server), server, user, { user, secret });
    try {
      await phone.#sendRegister(600);
    } catch (cause) {
      await phone.close();
      throw cause;
    }
    return phone;
  }

  /** A peer known by its address alone: the carrier. */
  static async peer(options: { local: Address; server: Address; user?: string }): Promise<SipPhone> {
    const { local, server, user = 'carrier' } = options;
    return new SipPhone(await SipSocket.open(local, server), server, user, null);
  }

  async unregister(): Promise<void> {
    if (this.#registration) await this.#sendRegister(0);
    this.#registration = null;
  }

  /** Hands every later call to `handler` instead of waiters and `whenCalled`; null gives the phone back. */
  onInvite(handler: ((call: IncomingCall) => void) | null): void {
    this.#handler = handler;
  }

  /** The next call that reaches this phone, or one that is already ringing unclaimed. */
  async nextCall(withinMs = 5_000): Promise<IncomingCall> {
    for (let waiting = this.#arrived.shift(); waiting; waiting = this.#arrived.shift()) {
      if (!waiting.ending) return waiting;
    }
    const waiter = deferred<IncomingCall>();
    this.#waiters.push(waiter);
    try {
      return await within(waiter.promise, withinMs, `a call to ${this.user}`);
    } finally {
      const place = this.#waiters.indexOf(waiter);
      if (place >= 0) this.#waiters.splice(place, 1);
    }
  }

  /** Waits for the next call and answers it at once. */
  async answerNext(withinMs = 5_000): Promise<IncomingCall> {
    const call = await this.nextCall(withinMs);
    call.answer();
    return call;
  }

  /** Places a call; the returned call tells how it goes on. */
  async call(target: string, options: CallOptions = {}): Promise<OutgoingCall> {
    const { host, port } = this.#server;
    const name = options.fromName === undefined ? '' : `"${options.fromName.replace(/["\\]/g, '\\$&')}" `;
    const dialog = new Dialog(this.socket, {
      callId: token(),
      local: `${name}<sip:${options.from ?? this.user}@${options.fromHost ?? this.socket.local.host}>`,
      remote: `<sip:${target}@${host}:${port}>`,
      localTag: token(),
      remoteTag: '',
      target: `sip:${target}@${host}:${port}`,
      contactUser: this.user,
      account: this.#account,
    });
    const call = new OutgoingCall(this.socket, dialog, await RtpPort.open(this.socket.local.host));
    if (options.toneHz !== undefined) call.toneHz = options.toneHz;
    this.calls.push(call);
    call.start(options.headers ?? []);
    return call;
  }

  /** Hangs up whatever is left, leaves the registrar and closes the sockets. */
  async close(): Promise<void> {
    const open = this.calls.filter((call) => !call.ending);
    for (const call of open) call.hangup();
    await Promise.all(open.map((call) => within(call.ended, 2_000, 'hanging up').catch(() => {})));
    await within(this.unregister(), 2_000, 'leaving the registrar').catch(() => {});
    await Promise.all(this.calls.map((call) => call.media.close().catch(() => {})));
    await this.socket.close();
  }

  async #sendRegister(expires: number): Promise<void> {
    const { host, port } = this.#server;
    const me = `<sip:${this.user}@${host}:${port}>`;
    this.#registration ??= new Dialog(this.socket, {
      callId: token(),
      local: me,
      remote: me,
      localTag: token(),
      remoteTag: '',
      target: `sip:${host}:${port}`,
      contactUser: this.user,
      account: this.#account,
    });
    const done = deferred<void>();
    this.#registration.send('REGISTER', [['Expires', String(expires)]], '', (response) => {
      if (response.status < 200) return;
      if (response.status === 200) done.resolve();
      else done.reject(new Error(`${this.user} was not registered: ${response.status} ${response.reason}`));
    });
    await done.promise;
  }

  async #receive(request: SipRequest, reply: Reply): Promise<void> {
    const known = this.calls.find(({ dialog }) => dialog.callId === header(request, 'Call-ID'));
    if (request.method === 'CANCEL') {
      reply(responseTo(request, 200));
      if (known instanceof IncomingCall) known.cancel(request);
      else this.#cancelled.set(header(request, 'Call-ID'), request);
    } else if (known) {
      known.receive(request, reply);
    } else if (request.method === 'INVITE' && !parameter(header(request, 'To'), 'tag')) {
      await this.#receiveCall(request, reply);
    } else if (request.method === 'NOTIFY' && this.#obeys(request)) {
      reply(responseTo(request, 200, { toTag: token() }));
    } else if (request.method !== 'ACK') {
      // OPTIONS and MWI NOTIFY: a polite phone says yes.
      reply(responseTo(request, request.method === 'BYE' ? 481 : 200, { toTag: token() }));
    }
  }

  #obeys(notify: SipRequest): boolean {
    const wish = header(notify, 'Event');
    if (!this.obeysNotify || (wish !== 'talk' && wish !== 'hold')) return false;
    const open = this.calls.filter((call) => !call.ending);
    const rings = open.find((call) => call instanceof IncomingCall && call.answeredAt === null);
    if (wish === 'talk' && rings instanceof IncomingCall) {
      rings.answer();
      // Nobody waits for it any more: it is taken.
      const place = this.#arrived.indexOf(rings);
      if (place >= 0) this.#arrived.splice(place, 1);
      return true;
    }
    const talks = open.findLast((call) => call.answeredAt !== null);
    talks?.hold(wish === 'hold').catch(() => {});
    return talks !== undefined;
  }

  async #receiveCall(invite: SipRequest, reply: Reply): Promise<void> {
    if (!this.#handler && this.whenCalled === 'ignore' && this.#waiters.length === 0) return;
    reply(responseTo(invite, 100));
    const media = await RtpPort.open(this.socket.local.host);
    const call = new IncomingCall(Dialog.ofInvite(this.socket, invite, this.user, this.#account), media, invite, reply);
    this.calls.push(call);
    const cancelled = this.#cancelled.get(call.dialog.callId);
    if (cancelled) call.cancel(cancelled);
    else if (this.#handler) this.#handler(call);
    else if (typeof this.whenCalled === 'object') call.reject(this.whenCalled.reject);
    else this.#ring(call);
  }

  #ring(call: IncomingCall): void {
    call.ring();
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve(call);
    else this.#arrived.push(call);
  }
}
