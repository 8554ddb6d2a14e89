import { SipCall } from './call.ts';
import type { Dialog } from './dialog.ts';
import { addressOf, cseqOf, type Headers, header, parameter, type SipRequest, type SipResponse } from './message.ts';
import type { RtpPort } from './rtp.ts';
import type { SipSocket } from './socket.ts';

/** A call that this phone places. */
export class OutgoingCall extends SipCall {
  readonly #socket: SipSocket;
  #sent: SipRequest | null = null;
  #provisional = false;
  #cancelled = false;

  constructor(socket: SipSocket, dialog: Dialog, media: RtpPort) {
    super(dialog, media);
    this.#socket = socket;
  }

  /** Sends the INVITE; called once, by the phone. */
  start(headers: Headers): void {
    this.#sent = this.dialog.send('INVITE', headers, this.sdp('sendrecv'), (response, sent) => {
      this.#sent = sent;
      this.#receiveResponse(response, sent);
    });
  }

  override hangup(): void {
    if (this.ending) return;
    if (this.answeredAt !== null) {
      this.bye();
      return;
    }
    // A CANCEL before the first answer is lost (RFC 3261 section 9.1): it waits for it.
    this.#cancelled = true;
    if (this.#provisional) this.#cancel();
  }

  #receiveResponse(response: SipResponse, sent: SipRequest): void {
    if (response.status < 200) this.#receiveProvisional(response);
    else if (response.status < 300) this.#receiveAnswer(response, sent);
    else {
      const by = this.#cancelled ? 'us' : 'them';
      this.finish({ by, status: response.status, reason: header(response, 'Reason') || response.reason });
    }
  }

  #receiveAnswer(response: SipResponse, sent: SipRequest): void {
    this.dialog.remoteTag = parameter(header(response, 'To'), 'tag');
    this.dialog.target = addressOf(header(response, 'Contact')).uri || this.dialog.target;
    this.dialog.ack(sent);
    this.connectMedia(response.body);
    if (this.#cancelled) this.bye();
    else this.becomeAnswered();
  }

  #receiveProvisional(response: SipResponse): void {
    this.#provisional = true;
    // The early dialog: a transfer may name it while the other phone still rings.
    this.dialog.remoteTag ||= parameter(header(response, 'To'), 'tag');
    if (this.#cancelled) this.#cancel();
    if (response.status === 180 || response.status === 183) this.onRinging.resolve();
  }

  #cancel(): void {
    const invite = this.#sent;
    if (!invite) return;
    const kept = ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID'];
    const headers = kept.map((name): [string, string] => [name, header(invite, name)]);
    headers.push(['CSeq', `${cseqOf(invite).number} CANCEL`]);
    this.#socket.request({ kind: 'request', method: 'CANCEL', uri: invite.uri, headers, body: '' }, () => {});
  }
}
