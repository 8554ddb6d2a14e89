import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { formatNumber } from '../../i18n/format.ts';
import { FineMark } from '../../ui/fine-mark.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './admin-page.module.css';
import { useDevices, useHealth } from './use-admin.ts';
import { useWords } from './words.ts';

/** The parts of the settings; what needs a look carries its number or its shape. */
export function AdminNav({ admin }: { readonly admin: boolean }) {
  const { t, language } = useWords();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the parts stand in one row that is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is decides which of them it is
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  const orphans = useDevices().data?.filter(({ owner }) => owner === null).length ?? 0;
  const health = useHealth(admin).data;
  const bad = health?.checks.filter(({ ok }) => !ok).length ?? 0;
  const link = ({ isActive }: { isActive: boolean }) =>
    isActive ? `${classes.link} ${classes.here}` : (classes.link ?? '');
  return (
    <nav ref={nav} className={`fading ${classes.nav}`} aria-label={t('nav.label')}>
      <h2>{t('nav.calling')}</h2>
      <NavLink className={link} to="/admin/people">
        {t('nav.people')}
        {orphans === 0 ? null : (
          <span className={`${classes.badge} num`} title={t('nav.orphans', { count: orphans })}>
            {formatNumber(orphans, language)}
            <span className="hidden-visually">{t('nav.orphans', { count: orphans })}</span>
          </span>
        )}
      </NavLink>
      <NavLink className={link} to="/admin/lines">
        {t('nav.lines')}
      </NavLink>
      <NavLink className={link} to="/admin/hours">
        {t('nav.hours')}
      </NavLink>
      <NavLink className={link} to="/admin/rules">
        {t('nav.rules')}
      </NavLink>
      <NavLink className={link} to="/admin/do-not-call">
        {t('nav.doNotCall')}
      </NavLink>
      <NavLink className={link} to="/admin/recordings">
        {t('nav.recordings')}
      </NavLink>
      {admin ? (
        <>
          <h2>{t('nav.system')}</h2>
          <NavLink className={link} to="/admin/integrations">
            {t('nav.integrations')}
          </NavLink>
          <NavLink className={link} to="/admin/audit">
            {t('nav.audit')}
          </NavLink>
          <NavLink className={link} to="/admin/health">
            {t('nav.health')}
            {health ? (
              <span className={classes.mark}>
                {bad > 0 ? (
                  <StateGlyph state="breached" word={t('health.bad', { count: bad })} />
                ) : (
                  <FineMark word={t('health.good')} />
                )}
              </span>
            ) : null}
          </NavLink>
        </>
      ) : null}
    </nav>
  );
}
