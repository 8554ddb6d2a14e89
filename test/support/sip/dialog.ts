import { randomBytes } from 'node:crypto';
import { digestAnswer } from './digest.ts';
import { addressOf, cseqOf, type Headers, header, parameter, type SipRequest, type SipResponse } from './message.ts';
import type { SipSocket } from './socket.ts';

/** A fresh token for branches, tags and Call-IDs. */
export const token = () => randomBytes(8).toString('hex');

export interface Account {
  readonly user: string;
  readonly secret: string;
}

/** What both sides of a call agreed on (RFC 3261 section 12), and the requests it allows us to send. */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  /** Full From and To values as seen from us, without tags. */
  readonly local: string;
  readonly remote: string;
  remoteTag: string;
  target: string;
  cseq = Math.floor(Math.random() * 1000) + 1;
  readonly #socket: SipSocket;
  readonly #contactUser: string;
  readonly #account: Account | null;

  constructor(
    socket: SipSocket,
    parts: {
      callId: string;
      local: string;
      remote: string;
      localTag: string;
      remoteTag: string;
      target: string;
      contactUser: string;
      account: Account | null;
    },
  ) {
    this.#socket = socket;
    this.callId = parts.callId;
    this.local = parts.local;
    this.remote = parts.remote;
    this.localTag = parts.localTag;
    this.remoteTag = parts.remoteTag;
    this.target = parts.target;
    this.#contactUser = parts.contactUser;
    this.#account = parts.account;
  }

  /** The dialog that an incoming INVITE opens. */
  static ofInvite(socket: SipSocket, invite: SipRequest, contactUser: string, account: Account | null): Dialog {
    const from = header(invite, 'From');
    return new Dialog(socket, {
      callId: header(invite, 'Call-ID'),
      local: header(invite, 'To'),
      remote: from.replace(/;tag=[^;]+/i, ''),
      localTag: token(),
      remoteTag: parameter(from, 'tag'),
      target: addressOf(header(invite, 'Contact')).uri,
      contactUser,
      account,
    });
  }

  get contact(): string {
    const { host, port } = this.#socket.local;
    return `<sip:${this.#contactUser}@${host}:${port}>`;
  }

  build(method: string, extra: Headers = [], body = '', cseq = this.cseq): SipRequest {
    const { host, port } = this.#socket.local;
    const remoteTag = this.remoteTag ? `;tag=${this.remoteTag}` : '';
    return {
      kind: 'request',
      method,
      uri: this.target,
      headers: [
        ['Via', `SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${token()};rport`],
        ['Max-Forwards', '70'],
        ['From', `${this.local};tag=${this.localTag}`],
        ['To', `${this.remote}${remoteTag}`],
        ['Call-ID', this.callId],
        ['CSeq', `${cseq} ${method}`],
        ['Contact', this.contact],
        ...extra,
        ...(body ? [['Content-Type', 'application/sdp'] as const] : []),
      ],
      body,
    };
  }

  /** Sends with the next CSeq; a challenge is answered once when there is an account. Returns the request as last sent. */
  send(
    method: string,
    extra: Headers,
    body: string,
    onResponse: (response: SipResponse, sent: SipRequest) => void,
  ): SipRequest {
    let answered = false;
    const attempt = (authorization: Headers): SipRequest => {
      this.cseq += 1;
      const request = this.build(method, [...authorization, ...extra], body);
      this.#socket.request(request, (response) => {
        const proof = answered ? null : this.#answerTo(response, request);
        if (!proof) return onResponse(response, request);
        answered = true;
        attempt([proof]);
      });
      return request;
    };
    return attempt([]);
  }

  /** Acknowledges a 2xx; it is a request of its own with the INVITE's number. */
  ack(invite: SipRequest): void {
    this.#socket.send(this.build('ACK', [], '', cseqOf(invite).number));
  }

  #answerTo(response: SipResponse, request: SipRequest): readonly [string, string] | null {
    if (!this.#account || (response.status !== 401 && response.status !== 407)) return null;
    const [ask, say] =
      response.status === 401 ? ['WWW-Authenticate', 'Authorization'] : ['Proxy-Authenticate', 'Proxy-Authorization'];
    const { method, uri } = request;
    return [say, digestAnswer(header(response, ask), { ...this.#account, method, uri })];
  }
}
