import { SipCall } from './call.ts';
import type { Dialog } from './dialog.ts';
import { addressOf, header, responseTo, type SipRequest } from './message.ts';
import type { RtpPort } from './rtp.ts';
import type { Reply } from './socket.ts';

/** A call that reached this phone. It rings when told to and does nothing by itself. */
export class IncomingCall extends SipCall {
  readonly invite: SipRequest;
  /** As this phone's display would show it. */
  readonly callerNumber: string;
  readonly callerName: string;
  readonly #reply: Reply;

  constructor(dialog: Dialog, media: RtpPort, invite: SipRequest, reply: Reply) {
    super(dialog, media);
    this.invite = invite;
    this.#reply = reply;
    const { user, name } = addressOf(header(invite, 'From'));
    this.callerNumber = decodeURIComponent(user);
    this.callerName = name;
    this.connectMedia(invite.body);
  }

  ring(): void {
    if (this.ending || this.answeredAt !== null) return;
    this.#reply(
      responseTo(this.invite, 180, { toTag: this.dialog.localTag, headers: [['Contact', this.dialog.contact]] }),
    );
    this.onRinging.resolve();
  }

  answer(): void {
    if (this.ending || this.answeredAt !== null) return;
    this.#reply(responseTo(this.invite, 200, this.offer('sendrecv')));
    this.becomeAnswered();
  }

  /** 486 busy, 603 decline, 480 unavailable, 404 unknown … */
  reject(status: number): void {
    if (this.ending || this.answeredAt !== null) return;
    this.#reply(responseTo(this.invite, status, { toTag: this.dialog.localTag }));
    this.finish({ by: 'us', status, reason: '' });
  }

  /** Sends the caller on to another extension of the same PBX (302): call forwarding as phones do it. */
  forward(target: string): void {
    if (this.ending || this.answeredAt !== null) return;
    const host = /@([^>;]+)/.exec(addressOf(this.dialog.remote).uri)?.[1] ?? '';
    const headers: [string, string][] = [['Contact', `<sip:${target}@${host}>`]];
    this.#reply(responseTo(this.invite, 302, { toTag: this.dialog.localTag, headers }));
    this.finish({ by: 'us', status: 302, reason: '' });
  }

  /** The Replaces header with which another phone may take this ringing call. */
  get takeover(): readonly [string, string] {
    const { callId, remoteTag, localTag } = this.dialog;
    return ['Replaces', `${callId};to-tag=${remoteTag};from-tag=${localTag};early-only`];
  }

  /** The caller gave up, or another phone was faster (then the Reason header says so). */
  cancel(request: SipRequest): void {
    if (this.ending || this.answeredAt !== null) return;
    this.#reply(responseTo(this.invite, 487, { toTag: this.dialog.localTag }));
    this.finish({ by: 'them', status: 487, reason: header(request, 'Reason') });
  }

  override hangup(): void {
    if (this.ending) return;
    if (this.answeredAt === null) this.reject(480);
    else this.bye();
  }
}
