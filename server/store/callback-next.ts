import type { Callback } from '../domain/callback/callback.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import { itemJson } from './callback-columns.ts';

/** What an agent who asks for the next item gets: an item, locked, or the id of the one that is offered to them. */
export interface Next {
  readonly item: Callback | null;
  readonly offered: number | null;
}

const now = 'to_timestamp($2::float8 / 1000)';

/** Overdue and others apart, so that an index gives the order; the second is not read when the first has one. */
const first = (when: string, unless: string): string =>
  `select b.* from callbacks b where b.state = 'open' and (b.owner_id is null or b.owner_id = $1::bigint)
    and ${when} and not exists (select from ${unless})
    order by b.priority desc, b.first_miss_at, b.id limit 1 for update skip locked`;

const next: Statement = {
  name: 'ringback_hold_next',
  text: `with offered as (select callback_id from callback_offers
      where user_id = $1::bigint and answer is null and until_at > ${now} limit 1),
    late as (${first(`b.due_at < ${now}`, 'offered')}),
    other as (${first(`b.due_at >= ${now}`, '(select from offered union all select from late) taken')})
    select (select ${itemJson} from (select * from late union all select * from other) b) as item,
      (select callback_id from offered) as offered`,
};

/** Locks the next item for this person. What others are taking at this moment is passed over: nobody waits for anybody. */
export async function holdNext(tx: DbTx, userId: number, at: number): Promise<Next> {
  const [found] = await runNamed<Next>(tx, next, [userId, at]);
  return found ?? { item: null, offered: null };
}
