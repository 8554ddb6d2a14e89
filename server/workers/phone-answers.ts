import type { CallFact } from '../domain/call/call-fact.ts';
import type { LivePhone } from '../domain/live/live-call.ts';

interface Parts {
  readonly obeys: (device: string) => boolean | null;
  readonly remember: (device: string, obeys: boolean) => Promise<void>;
  readonly newId: () => string;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/** Asks phones to answer and learns which of them do. */
export interface PhoneAnswers {
  /** True when the phone took the call, or the call was over before it could; false when it goes on ringing. */
  ask(leg: LivePhone, send: (id: string) => Promise<void>): Promise<boolean>;
  apply(fact: CallFact): void;
  stop(): void;
}

/** A phone that obeys answers within a fraction of this. */
const ANSWER_WITHIN_MS = 3_000;

export function createPhoneAnswers({ obeys, remember, newId, log }: Parts): PhoneAnswers {
  const waiting = new Map<string, (became: 'answered' | 'over' | 'nothing') => void>();

  async function note(device: string, answers: boolean): Promise<void> {
    if (obeys(device) === answers) return;
    try {
      await remember(device, answers);
    } catch (cause) {
      log.warn({ err: cause }, 'Whether a phone answers from the screen could not be kept.');
    }
  }

  return {
    async ask(leg, send) {
      let timer: NodeJS.Timeout | undefined;
      const became = new Promise<'answered' | 'over' | 'nothing'>((resolve) => {
        waiting.set(leg.uniqueid, resolve);
        timer = setTimeout(() => resolve('nothing'), ANSWER_WITHIN_MS);
      });
      try {
        await send(newId());
        const result = await became;
        if (result === 'answered') await note(leg.device, true);
        else if (result === 'nothing') await note(leg.device, false);
        return result !== 'nothing';
      } finally {
        clearTimeout(timer);
        waiting.delete(leg.uniqueid);
      }
    },
    apply(fact) {
      if (fact.type !== 'leg.stopped') return;
      waiting.get(fact.uniqueid)?.(fact.why === 'answered_here' ? 'answered' : 'over');
    },
    stop() {
      for (const settle of waiting.values()) settle('over');
    },
  };
}
