import { Link } from 'react-router';
import type { z } from 'zod';
import type { ContactRow } from '../../../../schema/contracts/contacts.ts';
import { useCommon } from '../../i18n/words.ts';
import { Tag } from '../../ui/chip.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { Avatar } from '../../ui/parts.tsx';
import { DialableNumber } from '../../ui/phone-number.tsx';
import classes from './people-page.module.css';
import { useWords } from './words.ts';

/** People as a table: name and company, numbers to press, level, owner, last talk. */
export function PeopleTable({ rows }: { readonly rows: readonly z.infer<typeof ContactRow>[] }) {
  const { t } = useWords();
  const common = useCommon();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('people.name')}</th>
          <th scope="col">{t('people.numbers')}</th>
          <th scope="col">{t('people.level')}</th>
          <th scope="col">{t('people.owner')}</th>
          <th scope="col">{t('people.lastTalk')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to={`/people/${row.id}`} className={classes.who}>
                <Avatar name={row.name} />
                <span>
                  <b>
                    <bdi>{row.name}</bdi>
                  </b>{' '}
                  {row.vip ? <Tag>{common.t('person.vip')}</Tag> : null}
                  <span className={classes.company}>
                    <bdi>{row.organisation}</bdi>
                  </span>
                </span>
              </Link>
            </td>
            <td>
              <span className={classes.numbers}>
                {row.phones.slice(0, 2).map(({ id, e164, label }) => (
                  <DialableNumber key={id} number={e164} label={label} contactId={row.id} name={row.name} />
                ))}
              </span>
            </td>
            <td>{common.t(`level.${row.level}`)}</td>
            <td>
              {row.owner ? (
                <bdi>{row.owner.name}</bdi>
              ) : (
                <span className={classes.company}>{common.t('person.nobody')}</span>
              )}
            </td>
            <td>{row.lastTalkAt === null ? null : <RelativeTime at={row.lastTalkAt} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
