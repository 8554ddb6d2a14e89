import type { HealthCheck } from '../../../../schema/contracts/admin.ts';
import { formatClock, formatDay, formatExact, formatNumber } from '../../i18n/format.ts';
import classes from './health-glance.module.css';
import { type Glance, glanceAt, glances } from './health-words.ts';
import { useWords } from './words.ts';

/** What an admin looks for first: is the phone system followed, up to when, and is anything slow. */
export function HealthGlance({ checks }: { readonly checks: readonly HealthCheck[] }) {
  const { t, language } = useWords();
  const facts = glanceAt(checks);
  const blind = checks.some(({ name, ok }) => name === 'events' && !ok);
  const shown = (name: Glance): string => {
    const value = facts[name];
    if (value === null) return name === 'lookedAt' ? t('glance.notNeeded') : t('glance.unknown');
    if (name === 'completeToAt') return formatClock(value, language);
    if (name.endsWith('At')) {
      return `${formatDay(value, language)} ${formatClock(value, language)}`;
    }
    return name === 'p99Ms' ? t('glance.ms', { n: formatNumber(value, language) }) : formatNumber(value, language);
  };
  return (
    <dl className={classes.strip}>
      {glances.map((name) => {
        const value = facts[name];
        const exact = value !== null && name.endsWith('At');
        return (
          <div key={name} data-bad={(name === 'completeToAt' && blind) || undefined}>
            <dt>{t(`glance.${name}`)}</dt>
            <dd className="num" title={exact ? formatExact(value, language) : undefined}>
              {shown(name)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
