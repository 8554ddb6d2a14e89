import type { News, NewsFact, Topic } from '../../../schema/contracts/news.ts';

/** A part of the screen that shows something, and wants to hear what changes of it. */
export interface Looker {
  readonly onFacts: (facts: readonly NewsFact[], spreadMs: number) => void;
  /** What was read may be old. `wholly`: what is being read now may be as well. */
  readonly readAgain: (wholly: boolean) => void;
}

type Say = (topics: readonly Topic[], answer: (last: Readonly<Record<string, number>>) => void) => void;

interface Place {
  readonly lookers: Set<Looker>;
  readonly waiting: Set<() => void>;
  /** The word to the server in which it stood first; 0 before that. */
  said: number;
  /** The number of the last news of it; null until the server has answered. */
  last: number | null;
}

/** A page is read unwatched rather than not at all: after this time it does not wait for the line any more. */
const PATIENCE_MS = 400;

/**
 * What this screen looks at. First the server is told, then the page is read, so that nothing is missed in between; a
 * hole in the numbers or a line that came back makes the page be read again.
 *
 *   looked at ── told to the server ──> answered ── news n, n + 1 … ──> (line lost) ──> told again
 */
export function createLooking(say: Say) {
  const places = new Map<Topic, Place>();
  const mine = new Set<Looker>();
  /** Read without the server knowing that it is looked at. */
  const unwatched = new Set<Topic>();
  let line: 'waiting' | 'live' | 'lost' = 'waiting';
  let words = 0;
  let toSay = false;
  let lastMine: number | null = null;

  function saySoon(): void {
    if (toSay || line !== 'live') return;
    toSay = true;
    // A page that goes and one that comes in the same moment are one word.
    queueMicrotask(() => {
      toSay = false;
      if (line === 'live') sayNow();
    });
  }

  function sayNow(): void {
    words += 1;
    const word = words;
    for (const place of places.values()) if (place.said === 0) place.said = word;
    say([...places.keys()], (last) => {
      for (const [topic, place] of places) {
        const n = last[topic];
        if (n !== undefined && place.last === null && place.said !== 0 && place.said <= word) begin(topic, place, n);
      }
    });
  }

  function begin(topic: Topic, place: Place, n: number): void {
    place.last = n;
    const wholly = unwatched.delete(topic);
    for (const looker of place.lookers) looker.readAgain(wholly);
    release(place);
  }

  function release(place: Place): void {
    for (const go of place.waiting) go();
    place.waiting.clear();
  }

  function placeOf(topic: Topic): Place {
    const known = places.get(topic);
    if (known) return known;
    const place: Place = { lookers: new Set(), waiting: new Set(), said: 0, last: null };
    places.set(topic, place);
    saySoon();
    return place;
  }

  function tell(lookers: ReadonlySet<Looker>, last: number, { n, facts, spreadMs }: News): number {
    if (n <= last) return last;
    for (const looker of lookers) {
      if (n === last + 1) looker.onFacts(facts, spreadMs);
      else looker.readAgain(true);
    }
    return n;
  }

  return {
    /** Begins to look; answers how to end. */
    look(topic: Topic | 'mine', looker: Looker): () => void {
      if (topic === 'mine') {
        mine.add(looker);
        return () => void mine.delete(looker);
      }
      const place = placeOf(topic);
      place.lookers.add(looker);
      if (place.last !== null) looker.readAgain(unwatched.delete(topic));
      return () => {
        place.lookers.delete(looker);
        if (place.lookers.size > 0) return;
        places.delete(topic);
        release(place);
        saySoon();
      };
    },
    /** Resolves as soon as what is read then, with the news that follow, misses nothing. */
    watched(topic: Topic): Promise<void> {
      const place = places.get(topic);
      if (place && place.last !== null) return Promise.resolve();
      if (!place || line === 'lost') {
        unwatched.add(topic);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer);
          if (place.last === null) unwatched.add(topic);
          resolve();
        };
        const timer = setTimeout(() => {
          place.waiting.delete(go);
          go();
        }, PATIENCE_MS);
        place.waiting.add(go);
      });
    },
    heard(news: News): void {
      if (news.topic === 'mine') {
        if (lastMine !== null) lastMine = tell(mine, lastMine, news);
        return;
      }
      const place = places.get(news.topic);
      if (place && place.last !== null) place.last = tell(place.lookers, place.last, news);
    },
    connected(): void {
      line = 'live';
      if (places.size > 0) sayNow();
    },
    /** The present was told whole; all that is shown is read again by whoever hears of it. */
    snapshot(last: number): void {
      lastMine = last;
    },
    lost(): void {
      line = 'lost';
      lastMine = null;
      for (const place of places.values()) {
        place.said = 0;
        place.last = null;
        release(place);
      }
    },
  };
}

export type Looking = ReturnType<typeof createLooking>;
