import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';

/** Who an item is about: the name, else the number. */
export function ItemName({ item }: { readonly item: CallbackView }) {
  return item.contact ? <bdi>{item.contact.name}</bdi> : <PhoneNumber number={item.number} />;
}
