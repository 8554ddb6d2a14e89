import { useQuery } from '@tanstack/react-query';
import { ContactDetail } from '../../../../schema/contracts/contacts.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { get } from '../../api/client.ts';
import { contactKey } from '../../api/dialing.ts';

/** What the talk itself settles is no next step. */
const settledByTalk: readonly string[] = ['missed_call', 'requested'];

/** Whether the call was with a lead for whom, as far as is known, nothing is planned: without a next step nobody will think of them. */
export function useLeadWithoutPlan(card: LiveCard): boolean {
  const match = card.matches[0];
  const isLead = match?.level === 'potential' || match?.level === 'prospect';
  const id = match?.contact.id ?? 0;
  const { data } = useQuery({
    queryKey: contactKey(id),
    queryFn: () => get(`contacts/${id}`, ContactDetail),
    enabled: isLead,
  });
  const planned = data?.openCallbacks.some(
    (item) => !settledByTalk.includes(item.origin) && item.id !== card.callback?.id,
  );
  return isLead && planned === false;
}
