import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import type { NewsFact } from '../../../../schema/contracts/news.ts';

const settled = new Set<CallbackView['state']>(['returned', 'closed', 'merged']);

/**
 * The list as far as news tell it by themselves: a row that is on it changes at once, one that is settled goes. What
 * comes new onto it, and the figures below, are read from the server.
 */
export function withNews(today: Today, facts: readonly NewsFact[]): Today {
  return facts.reduce(withFact, today);
}

function withFact(today: Today, fact: NewsFact): Today {
  if (fact.type !== 'callback' && fact.type !== 'brief') return today;
  const news = fact.type === 'callback' ? fact.callback : fact.brief;
  const row = today.items.find(({ id }) => id === news.id);
  if (!row) return today;
  // A row of words alone knows no owner's claim: whoever took it is shown until the list is read again.
  const changed: CallbackView = { ...row, ...news };
  const items = settled.has(changed.state)
    ? today.items.filter(({ id }) => id !== news.id)
    : today.items.map((item) => (item.id === news.id ? changed : item));
  return { ...today, items };
}
