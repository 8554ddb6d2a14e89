import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  buildMessage,
  cseqOf,
  header,
  parameter,
  parseMessage,
  responseTo,
  type SipRequest,
  type SipResponse,
} from './message.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export type Reply = (response: SipResponse) => void;

interface ClientTransaction {
  readonly request: SipRequest;
  readonly onResponse: (response: SipResponse) => void;
  timer: NodeJS.Timeout | null;
}

const firstRetransmitMs = 500;
const giveUpMs = 16_000;

/** One UDP socket that speaks to one PBX: sends requests until they are answered, answers repeated requests with the same words. */
export class SipSocket {
  readonly local: Address;
  /** Set by the owner of the socket; requests that nobody wants get 481. */
  onRequest: (request: SipRequest, reply: Reply) => void = (request, reply) => reply(responseTo(request, 481));
  readonly #socket: Socket;
  readonly #remote: Address;
  readonly #sent = new Map<string, ClientTransaction>();
  readonly #answered = new Map<string, Buffer | null>();

  #closed = false;

  private constructor(socket: Socket, remote: Address) {
    this.#socket = socket;
    this.#remote = remote;
    const { address, port } = socket.address();
    this.local = { host: address, port };
    socket.on('message', (datagram) => this.#receive(datagram));
    // A peer that is gone shows as an ICMP error on some kernels; the transaction's deadline tells it better.
    socket.on('error', () => {});
  }

  static async open(local: Address, remote: Address): Promise<SipSocket> {
    const socket = createSocket('udp4');
    socket.bind(local.port, local.host);
    await once(socket, 'listening');
    return new SipSocket(socket, remote);
  }

  /** Sends a request and hands on every response; a synthetic 408 ends a request that is never answered. */
  request(request: SipRequest, onResponse: (response: SipResponse) => void): void {
    const transaction: ClientTransaction = { request, onResponse, timer: null };
    this.#sent.set(transactionKey(request), transaction);
    this.#transmit(transaction, firstRetransmitMs, Date.now());
  }

  /** Sends once and expects nothing: ACK. */
  send(message: SipRequest | SipResponse): void {
    this.#write(buildMessage(message));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const { timer } of this.#sent.values()) if (timer) clearTimeout(timer);
    this.#sent.clear();
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  /** What is still to be said when the phone is gone, is not said. */
  #write(bytes: Buffer): void {
    if (this.#closed) return;
    this.#socket.send(bytes, this.#remote.port, this.#remote.host, () => {});
  }

  #transmit(transaction: ClientTransaction, waitMs: number, since: number): void {
    if (this.#closed) return;
    this.send(transaction.request);
    transaction.timer = setTimeout(() => {
      if (Date.now() - since < giveUpMs) {
        this.#transmit(transaction, Math.min(waitMs * 2, 4_000), since);
      } else {
        this.#sent.delete(transactionKey(transaction.request));
        transaction.onResponse(responseTo(transaction.request, 408));
      }
    }, waitMs);
    transaction.timer.unref();
  }

  #receive(datagram: Buffer): void {
    const message = parseMessage(datagram);
    if (message?.kind === 'response') this.#receiveResponse(message);
    if (message?.kind === 'request') this.#receiveRequest(message);
  }

  #receiveResponse(response: SipResponse): void {
    const key = transactionKey(response);
    const transaction = this.#sent.get(key);
    if (!transaction) return;
    if (transaction.timer) clearTimeout(transaction.timer);
    const isInvite = transaction.request.method === 'INVITE';
    if (isInvite && response.status >= 300) this.send(ackFor(transaction.request, response));
    // A 2xx of an INVITE may come again until our ACK arrives: its transaction stays.
    if (response.status >= 200 && !(isInvite && response.status < 300)) this.#sent.delete(key);
    transaction.onResponse(response);
  }

  #receiveRequest(request: SipRequest): void {
    const key = transactionKey(request);
    const earlier = this.#answered.get(key);
    if (request.method !== 'ACK' && this.#answered.has(key)) {
      if (earlier) this.#write(earlier);
      return;
    }
    if (request.method !== 'ACK') this.#answered.set(key, null);
    this.onRequest(request, (response) => {
      const bytes = buildMessage(response);
      this.#answered.set(key, bytes);
      this.#write(bytes);
    });
  }
}

function transactionKey(message: SipRequest | SipResponse): string {
  return `${parameter(header(message, 'Via'), 'branch')} ${cseqOf(message).method}`;
}

/** ACK of a refused INVITE belongs to the INVITE's own transaction: same branch, To as in the response. */
function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return {
    kind: 'request',
    method: 'ACK',
    uri: invite.uri,
    headers: [
      ['Via', header(invite, 'Via')],
      ['Max-Forwards', '70'],
      ['From', header(invite, 'From')],
      ['To', header(response, 'To')],
      ['Call-ID', header(invite, 'Call-ID')],
      ['CSeq', `${cseqOf(invite).number} ACK`],
    ],
    body: '',
  };
}
