import type { CallbackView } from '../../schema/contracts/callbacks.ts';
import { audienceOf, type Standing, standingOf } from '../domain/callback/audience.ts';
import type { Push } from '../realtime/push.ts';

/** Tells of callbacks as they are after a commit: to whom they concern, and to who looks at them. */
export function createCallbackNews(now: () => number) {
  /** Where each live item stood when it was last told: whoever had it must hear that they have it no more. */
  const standings = new Map<number, Standing>();

  function move(callback: CallbackView): Standing | undefined {
    const before = standings.get(callback.id);
    const after = standingOf(callback);
    if (after === null) standings.delete(callback.id);
    else standings.set(callback.id, after);
    return before;
  }

  return (callback: CallbackView, { news }: Push): void => {
    const { id, state, claimedBy, settledAs, dueAt, tries, contact, number } = callback;
    const { people, everybody, deciders } = audienceOf(move(callback), callback, now());
    for (const userId of people) news.tellUser(userId, { type: 'callback', callback });
    const brief = { type: 'brief', brief: { id, state, claimedBy } } as const;
    if (everybody) news.tell('today', brief);
    else if (deciders) news.tell('deciders', brief);
    news.tell('board', { type: 'callback', callback });
    news.tell(`callback:${id}`, { type: 'callback', callback });
    news.tell('calls', { type: 'debt', debt: { id, state, settledAs, dueAt, tries } });
    if (contact !== null) news.tell(`contact:${contact.id}`, { type: 'touched' });
    if (number !== null) news.tell(`number:${number}`, { type: 'touched' });
  };
}
