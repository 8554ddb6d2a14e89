import { useQuery } from '@tanstack/react-query';
import { ContactDetail } from '../../../../schema/contracts/contacts.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { get } from '../../api/client.ts';
import { contactKey } from '../../api/dialing.ts';

/** What the talk itself settles is no next step. */
const settledByTalk: readonly string[] = ['missed_call', 'requested', 'cadence', 'birthday'];

/** What the next step is chosen by. */
export interface NextStepFacts {
  /** A lead for whom, as far as is known, nothing is planned: without a next step nobody will think of them. */
  readonly leadWithoutPlan: boolean;
  /** The rhythm the customer is called in, days; null when there is none, or it is not known yet. */
  readonly everyDays: number | null;
}

/** What is known of the customer of a call that is over. */
export function useNextStepFacts(card: LiveCard): NextStepFacts {
  const match = card.matches[0];
  const id = match?.contact.id ?? 0;
  const { data } = useQuery({
    queryKey: contactKey(id),
    queryFn: () => get(`contacts/${id}`, ContactDetail),
    enabled: match !== undefined,
  });
  const isLead = match?.level === 'potential' || match?.level === 'prospect';
  const planned = data?.openCallbacks.some(
    (item) => !settledByTalk.includes(item.origin) && item.id !== card.callback?.id,
  );
  return { leadWithoutPlan: isLead && planned === false, everyDays: data?.callEveryDays ?? null };
}
