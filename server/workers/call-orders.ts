import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import type { LiveCall, LivePhone } from '../domain/live/live-call.ts';
import {
  type IsMine,
  isConsulting,
  legInTalk,
  legToAnswer,
  legWithCustomer,
  mayObey,
  otherSideOf,
} from '../domain/live/my-legs.ts';
import type { KeptPauses } from '../usecases/keep-pauses.ts';
import { Refusal } from '../usecases/refusal.ts';
import { createChecklistTicks } from './checklist-ticks.ts';
import { createPhoneAnswers } from './phone-answers.ts';
import { createRecordingPauses } from './recording-pauses.ts';

type Log = Record<'info' | 'warn', (fields: object, sentence: string) => void>;

interface Parts {
  readonly commands: PbxCommands;
  /** The call behind a card, as it stands now. */
  readonly callOf: (cardId: string) => LiveCall | null;
  readonly ownerOf: (device: string) => number | null;
  readonly userAt: (extension: string) => number | null;
  readonly obeys: (device: string) => boolean | null;
  /** Keeps what became of asking a phone to answer. */
  readonly remember: (device: string, obeys: boolean) => Promise<void>;
  /** Where phones dial in. */
  readonly internalContext: string;
  /** What a card shows besides the facts has changed. */
  readonly changed: (cardId: string, userId: number) => void;
  readonly newId: () => string;
  readonly now: () => number;
  readonly pauses: KeptPauses;
  /** The call of this channel learns that its recording holds silence since then. */
  readonly silencedBefore: (channel: string, since: number) => void;
  /** Writes what was ticked during a call that stands in the log. */
  readonly keepTicks: (callId: number, userId: number, items: readonly string[]) => Promise<void>;
  readonly log: Log;
}

/** What our own orders have made of a leg; the PBX has no event for it. */
export interface LegState {
  readonly muted: boolean;
  readonly silentHold: boolean;
}

/** Orders about one's own leg of a call that rings or runs. Each resolves when the PBX accepted it; the fact comes as an event. */
export interface CallOrders {
  accept(userId: number, cardId: string): Promise<void>;
  mute(userId: number, cardId: string, on: boolean): Promise<void>;
  hold(userId: number, cardId: string, on: boolean): Promise<void>;
  press(userId: number, cardId: string, digit: string): Promise<void>;
  handOn(userId: number, cardId: string, extension: string): Promise<void>;
  consult(userId: number, cardId: string, extension: string): Promise<void>;
  swap(userId: number, cardId: string): Promise<void>;
  back(userId: number, cardId: string): Promise<void>;
  complete(userId: number, cardId: string): Promise<void>;
  /** Answers how many recordings were told; `forMs` is after how long they go on by themselves. */
  pauseRecording(userId: number, cardId: string, forMs: number): Promise<number>;
  resumeRecording(userId: number, cardId: string): Promise<number>;
  /** A point of the line's checklist. Not for the PBX: it is kept with the call. */
  tick(userId: number, cardId: string, item: string, on: boolean): void;
  ticks(call: LiveCall, userId: number): readonly string[];
  logged(cardId: string, callId: number): void;
  /** Whether a wish to answer can be sent to a phone of this person that rings. */
  mayAnswer(call: LiveCall, userId: number): boolean;
  legState(call: LiveCall, userId: number): LegState;
  /** When silenced recordings of this call go on by themselves. */
  recordsAgainAt(call: LiveCall): number | null;
  apply(fact: CallFact): void;
  /** The PBX is seen: recordings that were silenced before go on in their time. */
  seen(): void;
  stop(): void;
}

const untouched: LegState = { muted: false, silentHold: false };

export function createCallOrders(parts: Parts): CallOrders {
  const { commands, callOf, ownerOf, userAt, obeys, internalContext, changed, log } = parts;
  const legs = new Map<string, LegState>();
  const answers = createPhoneAnswers(parts);
  const ticked = createChecklistTicks(parts);
  const pauses = createRecordingPauses({ ...parts, mute: commands.muteRecording, kept: parts.pauses });

  const mineOf =
    (userId: number): IsMine =>
    ({ device }) =>
      ownerOf(device) === userId;
  function found(cardId: string): LiveCall {
    const call = callOf(cardId);
    if (call === null) throw new Refusal('not-found');
    return call;
  }
  /** The call and my leg of it; `here` demands that the customer hears me now. */
  function talk(userId: number, cardId: string, here = true): { call: LiveCall; leg: LivePhone } {
    const call = found(cardId);
    const leg = (here ? legWithCustomer : legInTalk)(call, mineOf(userId));
    if (leg === null) throw new Refusal('not-in-talk');
    return { call, leg };
  }
  /** A command the PBX refuses becomes words for a person; its own go to the log. */
  async function sent(order: Promise<void>): Promise<void> {
    try {
      await order;
    } catch (cause) {
      log.warn({ err: cause }, 'The PBX did not carry out what was asked for a call.');
      const code = cause instanceof Error && 'code' in cause ? cause.code : null;
      throw new Refusal(code === 'refused' || code === 'invalid' ? 'pbx-refused' : 'pbx-unreachable');
    }
  }
  function keep(leg: LivePhone, cardId: string, userId: number, state: Partial<LegState>): void {
    legs.set(leg.uniqueid, { ...(legs.get(leg.uniqueid) ?? untouched), ...state });
    changed(cardId, userId);
  }
  function colleague(userId: number, extension: string): string {
    const who = userAt(extension);
    if (who === null || who === userId) throw new Refusal('not-found', 'extension');
    return extension;
  }
  const place = (leg: LivePhone, exten: string) => ({ channel: leg.uniqueid, context: internalContext, exten });

  /** Music for the customer where the phone obeys, else silence both ways: the bridge stays, and so does the talk. */
  async function hold(userId: number, cardId: string, on: boolean): Promise<void> {
    const { call, leg } = talk(userId, cardId);
    const before = legs.get(leg.uniqueid) ?? untouched;
    const isHeld = call.held.includes(leg.uniqueid);
    if (isHeld !== on && obeys(leg.device) === true && !before.silentHold) {
      await sent(commands.tellPhone(leg.device, on ? 'hold' : 'talk', parts.newId()));
      return;
    }
    if (isHeld) throw new Refusal('held-by-phone');
    await sent(commands.muteAudio(leg.uniqueid, 'all', on));
    if (!on && before.muted) await sent(commands.muteAudio(leg.uniqueid, 'in', true));
    keep(leg, cardId, userId, { silentHold: on });
  }

  /** The features' own keys, as if pressed on the phone: the PBX has no action of that name (Asterisk 22). */
  async function feature(leg: LivePhone, keys: string): Promise<void> {
    for (const key of keys) await sent(commands.playDtmf(leg.uniqueid, key, 'received'));
  }

  async function record(userId: number, cardId: string, on: boolean, forMs: number): Promise<number> {
    const { call } = talk(userId, cardId, false);
    const channels = call.recorded.map(({ uniqueid }) => uniqueid);
    if (channels.length === 0) throw new Refusal('not-recorded');
    await sent(on ? pauses.resume(channels) : pauses.pause(channels, parts.now() + forMs));
    changed(cardId, userId);
    return channels.length;
  }

  return {
    async accept(userId, cardId) {
      const leg = legToAnswer(found(cardId), mineOf(userId), obeys);
      if (leg === 'none') throw new Refusal('not-found');
      if (leg === 'by-hand') throw new Refusal('pick-up-yourself');
      if (!(await answers.ask(leg, (id) => sent(commands.tellPhone(leg.device, 'talk', id))))) {
        changed(cardId, userId);
        throw new Refusal('pick-up-yourself');
      }
    },
    async mute(userId, cardId, on) {
      const { leg } = talk(userId, cardId, false);
      // While both ways are silent the wish is only noted: it holds when the call goes on.
      if (!(legs.get(leg.uniqueid) ?? untouched).silentHold) await sent(commands.muteAudio(leg.uniqueid, 'in', on));
      keep(leg, cardId, userId, { muted: on });
    },
    hold,
    async press(userId, cardId, digit) {
      const { call, leg } = talk(userId, cardId);
      const other = otherSideOf(call, leg);
      if (other === null) throw new Refusal('not-in-talk');
      await sent(commands.playDtmf(other, digit, 'sent'));
    },
    async handOn(userId, cardId, extension) {
      const { call, leg } = talk(userId, cardId);
      if (isConsulting(call, leg)) throw new Refusal('conflict');
      await sent(commands.blindTransfer(place(leg, colleague(userId, extension))));
    },
    async consult(userId, cardId, extension) {
      const { call, leg } = talk(userId, cardId);
      if (isConsulting(call, leg)) throw new Refusal('conflict');
      await sent(commands.attendedTransfer(place(leg, colleague(userId, extension))));
    },
    async swap(userId, cardId) {
      const { call, leg } = talk(userId, cardId, false);
      if (!isConsulting(call, leg)) throw new Refusal('conflict');
      await feature(leg, '*4');
    },
    async back(userId, cardId) {
      const { call, leg } = talk(userId, cardId, false);
      if (!isConsulting(call, leg)) throw new Refusal('conflict');
      await sent(commands.cancelTransfer(leg.uniqueid));
    },
    async complete(userId, cardId) {
      const { call, leg } = talk(userId, cardId, false);
      if (!isConsulting(call, leg)) throw new Refusal('conflict');
      // Whoever consults and hangs up connects the two others.
      await sent(commands.hangup(leg.uniqueid, 16));
    },
    pauseRecording: (userId, cardId, forMs) => record(userId, cardId, false, forMs),
    resumeRecording: (userId, cardId) => record(userId, cardId, true, 0),
    tick(userId, cardId, item, on) {
      talk(userId, cardId, false);
      ticked.set(cardId, userId, item, on);
      changed(cardId, userId);
    },
    ticks: ({ id }, userId) => ticked.of(id, userId),
    logged: ticked.logged,
    mayAnswer: (call, userId) => call.ringing.filter(mineOf(userId)).some((phone) => mayObey(phone, obeys)),
    legState(call, userId) {
      const leg = legInTalk(call, mineOf(userId));
      return (leg && legs.get(leg.uniqueid)) ?? untouched;
    },
    recordsAgainAt: (call) => pauses.until(call.recorded.map(({ uniqueid }) => uniqueid)),
    apply(fact) {
      answers.apply(fact);
      if (fact.type !== 'call.ended') return;
      for (const { uniqueid } of fact.record.legs) {
        legs.delete(uniqueid);
        pauses.forget(uniqueid);
      }
    },
    seen() {
      pauses
        .restore()
        .catch((cause: unknown) => log.warn({ err: cause }, 'Which recordings are silenced could not be read.'));
    },
    stop() {
      answers.stop();
      pauses.stop();
    },
  };
}
