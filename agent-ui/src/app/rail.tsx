import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconChecklist,
  IconDialpad,
  IconPhone,
  IconReportAnalytics,
  IconUsers,
} from '@tabler/icons-react';
import { Link, NavLink, useLocation } from 'react-router';
import { useSession } from '../api/session.ts';
import { formatNumber } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { PersonMenu } from './person-menu.tsx';
import classes from './rail.module.css';
import { useOverdue } from './use-overdue.ts';

interface Props {
  readonly onDial: () => void;
}

/** The way between pages: a rail beside the work area, a row of tabs on a phone. */
export function Rail({ onDial }: Props) {
  const { t, language } = useCommon();
  const { user } = useSession();
  const overdue = useOverdue();
  // A person opened beside the list is a part of the desk.
  const onDesk = /^\/((people|companies)\/.*)?$/.test(useLocation().pathname);
  const leads = user.role !== 'agent';
  const icon = { size: 20, stroke: 1.5, 'aria-hidden': true } as const;
  return (
    <nav className={classes.rail} aria-label={t('nav.label')}>
      <Link to="/" className={classes.place ?? ''} aria-current={onDesk ? 'page' : undefined}>
        <IconChecklist {...icon} />
        <span>{t('nav.today')}</span>
        {overdue > 0 ? (
          <b className={`${classes.late} num`} title={t('nav.overdue', { count: overdue })}>
            {formatNumber(overdue, language)}
          </b>
        ) : null}
      </Link>
      <NavLink to="/calls" className={classes.place ?? ''}>
        <IconPhone {...icon} />
        <span>{t('nav.calls')}</span>
      </NavLink>
      <NavLink to="/people" end className={classes.place ?? ''}>
        <IconUsers {...icon} />
        <span>{t('nav.people')}</span>
      </NavLink>
      <NavLink to="/callbacks" className={`${classes.place} ${classes.wide}`}>
        <IconArrowBackUp {...icon} />
        <span>{t('nav.callbacks')}</span>
      </NavLink>
      {leads ? (
        <NavLink to="/statement" className={`${classes.place} ${classes.wide}`}>
          <IconReportAnalytics {...icon} />
          <span>{t('nav.statement')}</span>
        </NavLink>
      ) : null}
      {leads ? (
        <NavLink to="/admin" className={`${classes.place} ${classes.wide}`}>
          <IconAdjustmentsHorizontal {...icon} />
          <span>{t('nav.admin')}</span>
        </NavLink>
      ) : null}
      <button type="button" className={`${classes.place} ${classes.narrow}`} onClick={onDial}>
        <IconDialpad {...icon} />
        <span>{t('nav.dial')}</span>
      </button>
      <PersonMenu leads={leads} />
    </nav>
  );
}
