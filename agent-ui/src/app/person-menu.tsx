import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconBellRinging,
  IconBrightness,
  IconCheck,
  IconDots,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconPhonePlus,
  IconReportAnalytics,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { editMe, signOut, useSession } from '../api/session.ts';
import { NoticeBell } from '../features/notices/notice-bell.tsx';
import { popSettings } from '../features/screen-pop/pop-settings-door.ts';
import { languageNames, languages } from '../i18n/index.ts';
import { useCommon } from '../i18n/words.ts';
import { MenuInTurn } from '../ui/menu-in-turn.tsx';
import { Avatar } from '../ui/parts.tsx';
import { useTellProblem } from '../ui/problem.tsx';
import { keyboardSheet } from './keyboard-sheet-door.ts';
import { canTakePhoneLinks, takePhoneLinks } from './phone-links.ts';
import classes from './rail.module.css';

const themes = ['light', 'dark', 'auto'] as const;

/** The foot of the rail: theme, language, and the person with the way out. */
export function PersonMenu({ leads }: { readonly leads: boolean }) {
  const { t, language } = useCommon();
  const { user } = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const tell = useTellProblem();
  // What only a phone's menu holds is not drawn elsewhere: the arrow keys would stop at what cannot take the focus.
  const narrow = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false });
  const change = (wish: Parameters<typeof editMe>[1]) => (): void => {
    editMe(cache, wish).catch(tell);
  };
  const chosen = <IconCheck size={14} stroke={2} aria-hidden />;
  const themeItems = () =>
    themes.map((theme) => (
      <Menu.Item key={theme} rightSection={user.theme === theme ? chosen : null} onClick={change({ theme })}>
        {t(`theme.${theme}`)}
      </Menu.Item>
    ));
  const languageItems = () =>
    languages.map((each) => (
      <Menu.Item
        key={each}
        lang={each}
        rightSection={language === each ? chosen : null}
        onClick={change({ language: each })}
      >
        {languageNames[each]}
      </Menu.Item>
    ));
  return (
    <div className={classes.foot}>
      <NoticeBell />
      <MenuInTurn
        position="right-end"
        width={180}
        button={
          <button type="button" className={classes.small} aria-label={t('theme.label')} title={t('theme.label')}>
            <IconBrightness size={18} stroke={1.5} aria-hidden />
          </button>
        }
      >
        {themeItems}
      </MenuInTurn>
      <MenuInTurn
        position="right-end"
        width={160}
        button={
          <button type="button" className={classes.small} aria-label={t('language.label')} title={t('language.label')}>
            <IconLanguage size={18} stroke={1.5} aria-hidden />
          </button>
        }
      >
        {languageItems}
      </MenuInTurn>
      <MenuInTurn
        position="right-end"
        width={220}
        button={
          <button type="button" className={classes.me}>
            <span className="hidden-visually">{user.name}</span>
            <span className={classes.meWide}>
              <Avatar name={user.name} />
            </span>
            <span className={classes.meNarrow}>
              <IconDots size={20} stroke={1.5} aria-hidden />
              <span>{t('nav.more')}</span>
            </span>
          </button>
        }
      >
        {() => (
          <>
            <Menu.Label>
              <bdi>{user.name}</bdi> · {t(`role.${user.role}`)}
            </Menu.Label>
            {narrow ? (
              <>
                <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => navigate('/callbacks')}>
                  {t('nav.callbacks')}
                </Menu.Item>
                {leads ? (
                  <Menu.Item leftSection={<IconReportAnalytics size={16} />} onClick={() => navigate('/statement')}>
                    {t('nav.statement')}
                  </Menu.Item>
                ) : null}
                {leads ? (
                  <Menu.Item leftSection={<IconAdjustmentsHorizontal size={16} />} onClick={() => navigate('/admin')}>
                    {t('nav.admin')}
                  </Menu.Item>
                ) : null}
                {themeItems()}
                <Menu.Divider />
                {languageItems()}
                <Menu.Divider />
              </>
            ) : null}
            <Menu.Item leftSection={<IconBellRinging size={16} stroke={1.6} />} onClick={popSettings.ask}>
              {t('settings.calls')}
            </Menu.Item>
            {canTakePhoneLinks() ? (
              <Menu.Item leftSection={<IconPhonePlus size={16} stroke={1.6} />} onClick={takePhoneLinks}>
                {t('nav.phoneLinks')}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={keyboardSheet.ask}>
              {t('keys.title')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconLogout size={16} stroke={1.6} />}
              onClick={() => {
                signOut(cache).catch(tell);
              }}
            >
              {t('action.signOut')}
            </Menu.Item>
          </>
        )}
      </MenuInTurn>
    </div>
  );
}
