import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { RecordingView } from '../../../../schema/contracts/calls.ts';
import { formatDay, formatExact, formatTime } from '../../i18n/format.ts';
import type { LinkAsk } from './link-dialog.tsx';
import { RecordingPlayer } from './player.tsx';
import classes from './recordings-page.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly recording: RecordingView;
  readonly admin: boolean;
  readonly onAsk: (ask: LinkAsk) => void;
}

/** One recording: when, who spoke, the sound, and on whose profiles it stands, put there by whom and why. */
export function RecordingRow({ recording, admin, onAsk }: Props) {
  const { t, language } = useWords();
  const { startedAt, agents, links } = recording;
  return (
    <li className={classes.row}>
      <div className={classes.when}>
        <Link to={`/calls/${recording.callId}`} title={formatExact(startedAt, language)}>
          {formatDay(startedAt, language)} {formatTime(startedAt, language)}
        </Link>
        <span>{agents.length === 0 ? t('page.nobody') : agents.map(({ name }) => name).join(t('page.comma'))}</span>
      </div>
      <div className={classes.sound}>
        <RecordingPlayer recording={recording} />
      </div>
      <div className={classes.links}>
        {links.length === 0 ? <p className={classes.none}>{t('link.none')}</p> : null}
        {links.map((link) => (
          <p key={link.id} className={classes.link}>
            <span>
              <Link to={`/people/${link.contact.id}`}>
                <bdi>{link.contact.name}</bdi>
              </Link>{' '}
              <small title={formatExact(link.at, language)}>
                {link.by === null
                  ? t('link.byCall')
                  : t('link.by', { name: link.by.name, time: formatTime(link.at, language) })}
              </small>
              {link.why === null ? null : (
                <small className={classes.reason}>
                  <bdi dir="auto">{link.why}</bdi>
                </small>
              )}
            </span>
            {admin ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <button
                    type="button"
                    className={classes.change}
                    aria-label={t('link.actions', { name: link.contact.name })}
                  >
                    <IconChevronDown size={14} stroke={1.8} aria-hidden />
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => onAsk({ what: 'move', recording, link })}>{t('link.move')}</Menu.Item>
                  <Menu.Item color="red" onClick={() => onAsk({ what: 'detach', recording, link })}>
                    {t('link.detach')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </p>
        ))}
      </div>
      {admin ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          onClick={() => onAsk({ what: 'attach', recording })}
        >
          {t('link.attach')}
        </Button>
      ) : null}
    </li>
  );
}
