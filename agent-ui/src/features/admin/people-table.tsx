import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPhone, IconX } from '@tabler/icons-react';
import type { DeviceRow, PersonRow } from '../../../../schema/contracts/admin.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatDate } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { Tag } from '../../ui/chip.tsx';
import { Avatar } from '../../ui/parts.tsx';
import type { Asked } from './people-dialogs.tsx';
import classes from './people-table.module.css';
import { PresenceNow } from './presence-now.tsx';
import { useAwayNow } from './use-absences.ts';
import { useWords } from './words.ts';

interface Props {
  readonly people: readonly PersonRow[];
  readonly orphans: readonly DeviceRow[];
  readonly admin: boolean;
  readonly onAsk: (asked: Asked) => void;
}

/** Everyone, with their phones, queues and what they do now. */
export function PeopleTable({ people, orphans, admin, onAsk }: Props) {
  const { t } = useWords();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th className={classes.person}>{t('column.person')}</th>
          <th className={classes.extension}>{t('column.extension')}</th>
          <th className={classes.devices}>{t('column.devices')}</th>
          <th className={classes.queues}>{t('column.queues')}</th>
          <th className={classes.now}>{t('column.now')}</th>
          <th className={classes.actions}>
            <span className="hidden-visually">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonLine
            key={person.id}
            person={person}
            fits={orphans.find(({ suggestion }) => suggestion?.id === person.id) ?? null}
            admin={admin}
            onAsk={onAsk}
          />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = { person: PersonRow; fits: DeviceRow | null; admin: boolean; onAsk: (asked: Asked) => void };

function PersonLine({ person, fits, admin, onAsk }: LineProps) {
  const { t, language } = useWords();
  const common = useCommon();
  const off = person.disabledAt !== null;
  const away = useAwayNow(person.id);
  const role = common.t(`role.${person.role}`);
  const under = off
    ? t('row.disabledSince', { date: formatDate(person.disabledAt ?? 0, language) })
    : person.hasPassword
      ? role
      : `${role}${t('comma')}${t('row.noPassword')}`;
  return (
    <tr className={classes.row} data-off={off || undefined}>
      <td className={classes.person}>
        <Avatar name={person.name} />
        <span>
          <b>
            <bdi>{person.name}</bdi>
          </b>
          <small>{under}</small>
          {away === null || off ? null : (
            <small>
              {away.substitute === null
                ? t('row.away', { date: formatDate(away.untilAt - 1, language) })
                : t('row.awayFor', { date: formatDate(away.untilAt - 1, language), name: away.substitute.name })}
            </small>
          )}
        </span>
      </td>
      <td className={`${classes.extension} num`}>
        <bdi dir="ltr">{localDigits(person.devices[0]?.extension ?? '', language)}</bdi>
      </td>
      <td className={classes.devices}>
        {person.devices.map((device) => (
          <span key={device.id} className={classes.device}>
            <IconPhone size={14} stroke={1.6} aria-hidden />
            <bdi dir="ltr">{device.device}</bdi>
            {device.label === null ? null : <small>{device.label}</small>}
            {admin ? (
              <button
                type="button"
                aria-label={t('row.takeDevice', { device: device.device, name: person.name })}
                onClick={() => onAsk({ what: 'take', person, device })}
              >
                <IconX size={12} stroke={2} aria-hidden />
              </button>
            ) : null}
          </span>
        ))}
        {person.devices.length === 0 && !off && person.role === 'agent' ? (
          <>
            <Tag tone="red">{t('row.noDevice')}</Tag>
            {fits === null ? null : <span className={classes.fits}>{t('row.fits', { device: fits.device })}</span>}
          </>
        ) : null}
      </td>
      <td className={classes.queues}>{person.queues.join(t('comma'))}</td>
      <td className={classes.now}>{off ? null : <PresenceNow userId={person.id} />}</td>
      <td className={classes.actions}>{admin ? <PersonMenu person={person} onAsk={onAsk} /> : null}</td>
    </tr>
  );
}

function PersonMenu({ person, onAsk }: Pick<LineProps, 'person' | 'onAsk'>) {
  const { t } = useWords();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('row.menu', { name: person.name })}>
          <IconDots size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk({ what: 'edit', person })}>{t('menu.edit')}</Menu.Item>
        {person.disabledAt === null ? (
          <>
            <Menu.Item onClick={() => onAsk({ what: 'away', person })}>{t('menu.away')}</Menu.Item>
            <Menu.Item onClick={() => onAsk({ what: 'give', person })}>{t('menu.give')}</Menu.Item>
            <Menu.Item onClick={() => onAsk({ what: 'renew', person })}>{t('menu.newLink')}</Menu.Item>
            <Menu.Item color="red" onClick={() => onAsk({ what: 'disable', person })}>
              {t('menu.disable')}
            </Menu.Item>
          </>
        ) : (
          <Menu.Item onClick={() => onAsk({ what: 'enable', person })}>{t('menu.enable')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
