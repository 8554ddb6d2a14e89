import type { LiveCard } from '../../schema/contracts/live.ts';
import type { CardGone } from '../../schema/contracts/socket.ts';

interface Parts {
  /** Tells the browsers of a person beside their open pages; answers how many took it. */
  readonly push: (userId: number, card: LiveCard) => Promise<number>;
  /** The call is over for this person: whoever was told hears it. */
  readonly withdraw: (userId: number, card: LiveCard, gone: CardGone) => Promise<unknown>;
  /** Whether anybody could see it: a screen is open, or was until a moment ago. */
  readonly hasScreen: (userId: number) => boolean;
  /** Since when nothing of theirs shows a ringing call; null when something has again. */
  readonly unseen: (userId: number, since: number | null) => void;
  readonly now: () => number;
  readonly log: { warn(fields: object, sentence: string): void };
  readonly waits?: { readonly paintMs: number; readonly pushMs: number };
}

/**
 * Looks after every ringing card until something shows it:
 *
 *   ringing → painted by a page within 2 s
 *          → told to the person's browsers by push → shown by one within 5 s
 *          → screen unreachable, until something of theirs shows a call again
 */
export interface PopWatch {
  card(userId: number, card: LiveCard): void;
  gone(userId: number, gone: CardGone): void;
  /** A page has painted it, or a browser has shown the notice. */
  seen(userId: number, cardId: string): void;
  stop(): void;
}

interface Watched {
  card: LiveCard;
  timer: NodeJS.Timeout | undefined;
  pushed: boolean;
}

export function createPopWatch(parts: Parts): PopWatch {
  const { push, withdraw, hasScreen, unseen, now, log } = parts;
  const { paintMs, pushMs } = parts.waits ?? { paintMs: 2_000, pushMs: 5_000 };
  const watched = new Map<string, Watched>();
  const keyOf = (userId: number, cardId: string) => `${userId} ${cardId}`;

  function wait(key: string, ms: number, then: () => void): void {
    const one = watched.get(key);
    if (!one) return;
    clearTimeout(one.timer);
    one.timer = setTimeout(then, ms);
  }

  function notPainted(userId: number, key: string): void {
    const one = watched.get(key);
    if (!one) return;
    one.pushed = true;
    const since = now();
    push(userId, one.card)
      .catch((cause: unknown) => {
        log.warn({ err: cause }, 'A ringing call could not be pushed.');
        return 0;
      })
      .then((taken) => {
        // Who has neither a page nor a browser that may be told is simply not there.
        if (taken === 0 && !hasScreen(userId)) return;
        if (taken === 0) return watched.has(key) && watched.get(key)?.timer ? unseen(userId, since) : undefined;
        wait(key, pushMs, () => unseen(userId, since));
      });
  }

  function drop(userId: number, key: string, gone: CardGone | null): void {
    const one = watched.get(key);
    if (!one) return;
    clearTimeout(one.timer);
    watched.delete(key);
    if (!one.pushed) return;
    const over = gone ?? { seq: 0, id: one.card.id, why: 'over', by: null, callId: null };
    withdraw(userId, one.card, over).catch((cause: unknown) =>
      log.warn({ err: cause }, 'A pushed notice could not be withdrawn.'),
    );
  }

  return {
    card(userId, card) {
      const key = keyOf(userId, card.id);
      if (card.state !== 'ringing') return drop(userId, key, null);
      const known = watched.get(key);
      if (known) {
        known.card = card;
        return;
      }
      watched.set(key, { card, timer: undefined, pushed: false });
      wait(key, paintMs, () => notPainted(userId, key));
    },
    gone: (userId, gone) => drop(userId, keyOf(userId, gone.id), gone),
    seen(userId, cardId) {
      const one = watched.get(keyOf(userId, cardId));
      if (one) {
        clearTimeout(one.timer);
        one.timer = undefined;
      }
      unseen(userId, null);
    },
    stop() {
      for (const { timer } of watched.values()) clearTimeout(timer);
      watched.clear();
    },
  };
}
