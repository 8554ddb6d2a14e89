import type { Wall } from '../../../../schema/contracts/wall.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatNumber } from '../../i18n/format.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { hoursAndMinutes } from '../../ui/tile-facts.ts';
import classes from './wall.module.css';
import { useWords } from './words.ts';

/** As many as can be read from across the room; the others are told as one number. */
const most = 7;

/** What is owed line by line, the most pressing first. */
export function WallLines({ lines, now }: { readonly lines: Wall['lines']; readonly now: number }) {
  const { t, language } = useWords();
  const shown = lines.slice(0, most);
  const rest = lines.slice(most);
  return (
    <section className={classes.lines}>
      <table>
        <thead>
          <tr>
            <th>{t('lines.heading')}</th>
            <th>{t('lines.owed')}</th>
            <th>{t('lines.overdue')}</th>
            <th>{t('lines.oldest')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, owed, overdue, oldestAt }) => (
            <tr key={name ?? ''} data-overdue={overdue > 0 || undefined}>
              <th scope="row">
                <span>
                  {overdue > 0 ? (
                    <StateGlyph state="overdue" word={t('lines.overdue')} size={24} />
                  ) : (
                    <span className={classes.noGlyph} />
                  )}
                  <bdi>{name ?? t('lines.none')}</bdi>
                </span>
              </th>
              <td className="num">{formatNumber(owed, language)}</td>
              <td className="num">{formatNumber(overdue, language)}</td>
              <td className="num">
                {oldestAt === null ? '–' : localDigits(hoursAndMinutes(Math.max(0, now - oldestAt)), language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest.length > 0 ? (
        <p>{t('lines.more', { count: rest.length, owed: rest.reduce((sum, { owed }) => sum + owed, 0) })}</p>
      ) : null}
    </section>
  );
}
