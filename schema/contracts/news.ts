import { z } from 'zod';
import type { CallbackView } from './callbacks.ts';
import type { CallDebt, CallRow } from './calls.ts';
import type { PersonRef } from './common.ts';

type TopicOfOne = `contact:${string}` | `callback:${string}` | `number:${string}`;
const topicOfOne = /^(?:(?:contact|callback):[1-9]\d{0,14}|number:\+\d{3,15})$/;

/**
 * What a screen can look at. `today` is a person's list, `board` all callbacks, `calls` the log; the others are one
 * page of one thing, or a list that is read again as a whole.
 */
export const Topic = z.union([
  z.enum(['today', 'board', 'calls', 'people', 'recordings']),
  // A check of our own: to build one out of parts takes zod longer than all else that a page needs of it.
  z.custom<TopicOfOne>((word) => typeof word === 'string' && topicOfOne.test(word)),
]);
export type Topic = z.infer<typeof Topic>;

/** A screen looks at a few things at once; more is nobody's screen. */
export const Topics = z.array(Topic).max(20);

/** What changed on somebody's list, in few words: a row that is known changes at once, the list is read again. */
export interface BriefCallback {
  readonly id: number;
  readonly state: CallbackView['state'];
  readonly claimedBy: z.infer<typeof PersonRef> | null;
}

/** One fact, told after its commit. */
export type NewsFact =
  /** On `board`, on `callback:ID`, and to the people whom it concerns. */
  | { readonly type: 'callback'; readonly callback: CallbackView }
  /** On `today`: an item that stands, or stood, on everybody's list. */
  | { readonly type: 'brief'; readonly brief: BriefCallback }
  /** On `calls`. */
  | { readonly type: 'call'; readonly call: CallRow }
  | { readonly type: 'debt'; readonly debt: z.infer<typeof CallDebt> }
  /** On `board`: so many calls came into the log. */
  | { readonly type: 'logged'; readonly calls: number }
  /** Something of this page changed: read it again. */
  | { readonly type: 'touched' };

/** The facts of a short while for everybody who looks at the same: one message, however many facts. */
export interface News {
  /** `mine` is what concerns the person, whatever they look at. */
  readonly topic: Topic | 'mine';
  /** Rises by one with each message of this topic. A screen that sees a hole reads again. */
  readonly n: number;
  readonly facts: readonly NewsFact[];
  /** Who reads again because of this waits a random part of it, so that not all screens ask at once. */
  readonly spreadMs: number;
}
