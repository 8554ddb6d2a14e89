import { useMemo } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { OwedWords } from './owed-words.tsx';
import { currentItem, pageOfItem } from './today-order.ts';
import { useToday } from './use-today.ts';
import { useWords } from './words.ts';

export interface NextItem {
  readonly item: CallbackView;
  readonly page: string;
}

/** What comes after the open item. */
export function useNextItem(open: number | null): NextItem | null {
  const { data } = useToday();
  const { user } = useSession();
  const now = useMinute();
  return useMemo(() => {
    const others = (data?.items ?? []).filter(({ id }) => id !== open);
    const item = currentItem(others, null, now, user.id);
    return item ? { item, page: pageOfItem(item) } : null;
  }, [data, open, now, user.id]);
}

/** One line that says who comes next. */
export function NextLine({ next }: { readonly next: NextItem | null }) {
  const { rich } = useWords();
  if (!next) return null;
  const { contact, number } = next.item;
  const name = <b>{contact ? <bdi>{contact.name}</bdi> : <PhoneNumber number={number} />}</b>;
  return rich('then', { name, owed: <OwedWords item={next.item} /> });
}
