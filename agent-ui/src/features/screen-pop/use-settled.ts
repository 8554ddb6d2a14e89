import { useState } from 'react';
import { CallbackDetail, type CallbackView } from '../../../../schema/contracts/callbacks.ts';
import type { NewsFact } from '../../../../schema/contracts/news.ts';
import { get } from '../../api/client.ts';
import { topicOf, useNews } from '../../socket/use-news.ts';

/** What became of a callback since its card was made; null while nothing has. */
export function useSettled(id: number | null): CallbackView | null {
  const [now, setNow] = useState<CallbackView | null>(null);
  const onFacts = (facts: readonly NewsFact[]): void => {
    for (const fact of facts) if (fact.type === 'callback' && fact.callback.id === id) setNow(fact.callback);
  };
  const readAgain = (): void => {
    if (id === null) return;
    // Not yet settled is what the card says already.
    get(`callbacks/${id}`, CallbackDetail).then(
      (callback) => void (callback.settledAt !== null && setNow(callback)),
      () => undefined,
    );
  };
  useNews('mine', { onFacts, readAgain });
  useNews(id === null ? null : topicOf(`callback:${id}`), { onFacts, readAgain });
  return now;
}
