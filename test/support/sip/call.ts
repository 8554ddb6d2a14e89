import { type Deferred, deferred } from './deadline.ts';
import type { Dialog } from './dialog.ts';
import { addressOf, type Headers, header, responseTo, type SipRequest } from './message.ts';
import type { RtpPort } from './rtp.ts';
import { buildSdp, type MediaDirection, readSdp } from './sdp.ts';
import type { Reply } from './socket.ts';

/** How a call ended for this party. `status` is the refusing response where there was one. */
export interface Ending {
  readonly by: 'us' | 'them';
  readonly status: number | null;
  readonly reason: string;
}

/**
 * One party's call, whichever side began it.
 *
 *   began → ringing → answered → ended
 *      └────────┴──────────────────↗
 */
export abstract class SipCall {
  readonly dialog: Dialog;
  readonly media: RtpPort;
  /** Our sound once connected, in hertz; null sends nothing. */
  toneHz: number | null = 440;
  answeredAt: number | null = null;
  endedAt: number | null = null;
  ending: Ending | null = null;
  /** What the other side last asked of our sound: `sendonly` or `inactive` means we are on hold. */
  heldAs: MediaDirection = 'sendrecv';
  protected readonly onRinging: Deferred<void> = deferred();
  protected readonly onAnswered: Deferred<void> = deferred();
  protected readonly onEnded: Deferred<Ending> = deferred();
  #sdpVersion = 1;
  readonly #transferred: Deferred<string> = deferred();

  constructor(dialog: Dialog, media: RtpPort) {
    this.dialog = dialog;
    this.media = media;
  }

  /** The other phone rings (or ours does). */
  get ringing(): Promise<void> {
    return this.onRinging.promise;
  }
  /** Rejects when the call ends unanswered. */
  get answered(): Promise<void> {
    return this.onAnswered.promise;
  }
  get ended(): Promise<Ending> {
    return this.onEnded.promise;
  }
  /**
   * Resolves when the PBX has carried out a transfer we asked for; rejects with its words when it has not. Asterisk 22
   * accepts a REFER (202) that comes before both legs stand in the bridge and refuses it afterwards (NOTIFY 400).
   */
  get transferred(): Promise<string> {
    return this.#transferred.promise;
  }

  /** Ends the call in the way its state asks for: CANCEL, a refusal, or BYE. */
  abstract hangup(): void;

  /** Puts the other side on hold, or takes it back, by a new offer. */
  async hold(on = true): Promise<void> {
    const done = deferred<void>();
    this.dialog.send('INVITE', [], this.sdp(on ? 'sendonly' : 'sendrecv'), (response, sent) => {
      if (response.status < 200) return;
      if (response.status >= 300) return done.reject(new Error(`hold refused: ${response.status} ${response.reason}`));
      this.dialog.ack(sent);
      done.resolve();
    });
    await done.promise;
  }

  /** Asks the PBX to connect the other side with `target`; with `replacing`, with the far end of that call of ours. */
  async refer(target: string, replacing?: SipCall): Promise<void> {
    const done = deferred<void>();
    this.dialog.send('REFER', referHeaders(this, target, replacing), '', (response) => {
      if (response.status < 200) return;
      if (response.status < 300) done.resolve();
      else done.reject(new Error(`transfer refused: ${response.status} ${response.reason}`));
    });
    await done.promise;
  }

  /** A request inside this call: BYE, re-INVITE, NOTIFY of a transfer, ACK. */
  receive(request: SipRequest, reply: Reply): void {
    if (request.method === 'BYE') {
      reply(responseTo(request, 200));
      this.finish({ by: 'them', status: null, reason: header(request, 'Reason') });
    } else if (request.method === 'INVITE') {
      this.connectMedia(request.body);
      const answer = this.heldAs === 'sendonly' ? 'recvonly' : this.heldAs;
      reply(responseTo(request, 200, this.offer(answer)));
    } else if (request.method === 'NOTIFY') {
      reply(responseTo(request, 200));
      this.#receiveTransferNews(request.body.trim());
    } else if (request.method !== 'ACK') {
      reply(responseTo(request, 200));
    }
  }

  /** A phone that has handed its call on hangs up itself: the PBX leaves that to it. */
  #receiveTransferNews(news: string): void {
    if (!/^SIP\/2\.0 [2-6]/.test(news)) return;
    if (!/^SIP\/2\.0 2/.test(news)) {
      this.#transferred.reject(new Error(`the transfer failed: ${news}`));
      return;
    }
    this.#transferred.resolve(news);
    if (!this.ending) this.bye();
  }

  protected sdp(direction: MediaDirection): string {
    this.#sdpVersion += 1;
    return buildSdp(this.media.local, direction, this.#sdpVersion);
  }

  protected offer(direction: MediaDirection): { toTag: string; headers: Headers; body: string } {
    const headers: Headers = [
      ['Contact', this.dialog.contact],
      ['Content-Type', 'application/sdp'],
    ];
    return { toTag: this.dialog.localTag, headers, body: this.sdp(direction) };
  }

  protected connectMedia(body: string): void {
    const remote = readSdp(body);
    if (!remote) return;
    this.heldAs = remote.direction;
    this.media.sendTo(remote);
  }

  protected becomeAnswered(): void {
    if (this.answeredAt !== null || this.ending) return;
    this.answeredAt = Date.now();
    if (this.toneHz !== null) this.media.startTone(this.toneHz);
    this.onRinging.resolve();
    this.onAnswered.resolve();
  }

  protected bye(): void {
    this.dialog.send('BYE', [], '', () => {});
    this.finish({ by: 'us', status: null, reason: '' });
  }

  protected finish(ending: Ending): void {
    if (this.ending) return;
    this.ending = ending;
    this.endedAt = Date.now();
    const told = new Error(`the call ended unanswered: ${ending.status ?? 'hung up'} by ${ending.by}`);
    this.onRinging.reject(told);
    this.onAnswered.reject(told);
    this.#transferred.reject(told);
    this.onEnded.resolve(ending);
    void this.media.close();
  }
}

function referHeaders(call: SipCall, target: string, replacing: SipCall | undefined): Headers {
  const { remote, local } = call.dialog;
  const host = /@([^>;]+)/.exec(addressOf(remote).uri)?.[1] ?? '';
  if (!replacing) {
    return [
      ['Refer-To', `<sip:${target}@${host}>`],
      ['Referred-By', local],
    ];
  }
  const { callId, remoteTag, localTag } = replacing.dialog;
  const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
  return [
    ['Refer-To', `<${addressOf(replacing.dialog.remote).uri}?Replaces=${replaces}>`],
    ['Referred-By', local],
  ];
}
