import { useMemo } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
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
  return useMemo(() => {
    const item = currentItem(
      (data?.items ?? []).filter(({ id }) => id !== open),
      null,
    );
    return item ? { item, page: pageOfItem(item) } : null;
  }, [data, open]);
}

/** One line that says who comes next. */
export function NextLine({ next }: { readonly next: NextItem | null }) {
  const { rich } = useWords();
  if (!next) return null;
  const { contact, number } = next.item;
  return (
    <>
      {rich('then', { name: <b>{contact ? <bdi>{contact.name}</bdi> : <PhoneNumber number={number} />}</b> })}{' '}
      <OwedWords item={next.item} />
    </>
  );
}
