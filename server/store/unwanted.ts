import { type SQL, sql } from 'drizzle-orm';

/** What is kept of the number of somebody erased: no number, and the same only for the same number in this installation. */
export const digestOf = (number: SQL): SQL => sql`sha256((select key from wish_key) || convert_to(${number}, 'UTF8'))`;

/** That nobody asked not to be called at this number, at or after `since` when it is given; of people who are erased, too. */
export function notUnwanted(number: SQL, since?: SQL): SQL {
  const still = (addedAt: SQL) => (since ? sql`and ${addedAt} >= ${since}` : sql``);
  return sql`not exists (select from do_not_call d where d.number = ${number} ${still(sql`d.added_at`)})
    and not exists (select from kept_wishes w where w.digest = ${digestOf(number)} ${still(sql`w.added_at`)})`;
}
