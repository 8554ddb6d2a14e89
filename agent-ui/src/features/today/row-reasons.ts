import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { isCallable, isPromise, mayOf } from './today-order.ts';

/** Why an entry of a row's menu rests, and who has to do with it. */
export interface Rest {
  readonly why:
    | 'offline'
    | 'number'
    | 'dialing'
    | 'decide'
    | 'settled'
    | 'taken'
    | 'yours'
    | 'owner'
    | 'supervisor'
    | 'promise';
  readonly name: string;
}

type Me = Parameters<typeof mayOf>[1];
const because = (why: Rest['why'], name = ''): Rest => ({ why, name });

/** What stands in the way of any act: the item is being called, is done, or lies with somebody else. */
function held({ state, claimedBy }: CallbackView, me: Me): Rest | null {
  if (state === 'dialing') return because('dialing');
  if (state === 'returned' || state === 'closed' || state === 'merged') return because('settled');
  return claimedBy !== null && claimedBy.id !== me.id ? because('taken', claimedBy.name) : null;
}

function others({ owner }: CallbackView, me: Me): Rest {
  return owner !== null && owner.id !== me.id ? because('owner', owner.name) : because('supervisor');
}

/** What can not be done with an item now, each with its reason; null is what can. */
export function restOf(item: CallbackView, me: Me, offline: boolean) {
  if (offline) return { call: because('offline'), putOff: because('offline'), settle: because('offline') };
  const may = mayOf(item, me);
  const inTheWay = held(item, me);
  const unsettled = item.state === 'claimed' ? because('yours') : isPromise(item) ? because('promise') : null;
  return {
    call: isCallable(item) ? null : item.number === null ? because('number') : (inTheWay ?? because('decide')),
    putOff: may.putOff ? null : (inTheWay ?? others(item, me)),
    settle: may.settle ? null : (inTheWay ?? unsettled ?? others(item, me)),
  };
}
