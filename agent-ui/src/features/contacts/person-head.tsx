import { Button } from '@mantine/core';
import { IconBuilding, IconPencil, IconStar } from '@tabler/icons-react';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { Tag } from '../../ui/chip.tsx';
import { Avatar } from '../../ui/parts.tsx';
import { DialableNumber } from '../../ui/phone-number.tsx';
import classes from './person.module.css';
import { PersonPrivacy } from './person-privacy.tsx';
import type { Contact } from './use-contact.ts';
import { useWords } from './words.ts';

interface Props {
  readonly contact: Contact;
  readonly onEdit: () => void;
  readonly onSide: () => void;
}

/** Name, company, level and every number, ready to be pressed. */
export function PersonHead({ contact, onEdit, onSide }: Props) {
  const { t } = useWords();
  const common = useCommon();
  const cards = useLiveState((state) => state.cards);
  const isLive = (e164: string): boolean => cards.some(({ number }) => number === e164);
  return (
    <header className={classes.head}>
      <Avatar name={contact.name} size={48} />
      <div className={classes.names}>
        <h1 className={classes.name}>
          <bdi>{contact.name}</bdi>
          <Tag>{common.t(`level.${contact.level}`)}</Tag>
          {contact.vip ? (
            <Tag>
              <IconStar size={13} stroke={1.6} aria-hidden />
              {common.t('person.vip')}
            </Tag>
          ) : null}
        </h1>
        <p className={classes.roles}>
          {[...contact.roles, ...(contact.organisation ? [contact.organisation] : [])].map((each) => (
            // The dot stands outside of the isolated name, so that it keeps its place in both directions.
            <span key={each}>
              <bdi>{each}</bdi>
            </span>
          ))}
        </p>
      </div>
      <div className={classes.headActions}>
        <Button
          className={classes.sideButton ?? ''}
          variant="default"
          size="xs"
          leftSection={<IconBuilding size={14} stroke={1.6} />}
          onClick={onSide}
        >
          {t('person.company')}
        </Button>
        <Button variant="default" size="xs" leftSection={<IconPencil size={14} stroke={1.6} />} onClick={onEdit}>
          {t('person.edit')}
        </Button>
        <PersonPrivacy contact={contact} />
      </div>
      <div className={classes.numbers}>
        {contact.phones.map(({ id, e164, label }) => (
          <DialableNumber
            key={id}
            number={e164}
            contactId={contact.id}
            name={contact.name}
            live={isLive(e164)}
            label={isLive(e164) ? t('person.calling') : label}
          />
        ))}
        {contact.calledThisWeek > 0 ? (
          <span className={classes.week}>{t('person.thisWeek', { count: contact.calledThisWeek })}</span>
        ) : null}
      </div>
    </header>
  );
}
