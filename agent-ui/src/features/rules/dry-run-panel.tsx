import type { DryRun } from '../../../../schema/contracts/rules.ts';
import { formatDateText, formatExact, formatInZone, formatNumber } from '../../i18n/format.ts';
import { LoadingRows } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './dry-run.module.css';
import { useRuleWords } from './use-rule-words.ts';
import { useWords } from './words.ts';

interface Props {
  readonly dry: DryRun | null;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** What was asked last has not been answered yet. */
  readonly stale: boolean;
  readonly timeZone: string;
}

/** What a rule would have come to in the last seven days, beside what it did come to; and what it does to what is open. */
export function DryRunPanel({ dry, error, onRetry, stale, timeZone }: Props) {
  const { t, language } = useWords();
  const { who } = useRuleWords();
  if (error && !dry) return <ProblemState error={error} onRetry={onRetry} />;
  if (!dry) return <LoadingRows rows={8} />;
  const rows: readonly (readonly [string, string, { now: number; draft: number }, boolean])[] = [
    ['owed', t('dry.owed'), dry.owed, false],
    ['leftOut', t('dry.leftOut'), dry.leftOut, false],
    ['sooner', t('dry.sooner'), { now: 0, draft: dry.sooner }, false],
    ['later', t('dry.later'), { now: 0, draft: dry.later }, false],
    ['late', t('dry.late'), dry.late, true],
    ...dry.told.map((one) => [`told ${one.who}`, t('dry.told', { who: who(one.who) }), one, false] as const),
  ];
  return (
    <div className={classes.dry} data-stale={stale || undefined}>
      <h2>{t('dry.heading')}</h2>
      <p className={classes.hint}>
        {dry.looked < dry.of ? t('dry.some', { looked: dry.looked, of: dry.of }) : t('dry.all', { count: dry.of })}
      </p>
      <Days days={dry.days} />
      <table className={classes.counts}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('dry.now')}</th>
            <th scope="col">{t('dry.draft')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, label, { now, draft }, bad]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td className="num">{formatNumber(now, language)}</td>
              <td
                className="num"
                data-changed={now !== draft || undefined}
                data-worse={(bad && draft > now) || undefined}
              >
                {formatNumber(draft, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Open dry={dry} timeZone={timeZone} />
    </div>
  );
}

function Days({ days }: Pick<DryRun, 'days'>) {
  const { t, language } = useWords();
  const most = Math.max(1, ...days.map(({ missed }) => missed));
  const height = (n: number) => ({ blockSize: `${n === 0 ? 0 : Math.max(3, (n / most) * 56)}px` });
  return (
    <figure className={classes.figure}>
      <ul className={classes.days}>
        {days.map(({ date, missed, late }) => (
          <li key={date}>
            <span className={classes.bars}>
              <span>
                <small className="num">{formatNumber(missed, language)}</small>
                <i className={classes.missed} style={height(missed)} />
              </span>
              <span data-none={late === 0 || undefined}>
                <small className="num">{formatNumber(late, language)}</small>
                <i className={classes.late} style={height(late)} />
              </span>
            </span>
            <small>{formatDateText(date, language)}</small>
          </li>
        ))}
      </ul>
      <figcaption className={classes.legend}>
        <span data-of="missed">{t('dry.missedBar')}</span>
        <span data-of="late">{t('dry.lateBar')}</span>
      </figcaption>
    </figure>
  );
}

function Open({ dry: { open, moves }, timeZone }: { readonly dry: DryRun; readonly timeZone: string }) {
  const { t, language } = useWords();
  return (
    <section className={classes.open}>
      <h2>{t('dry.open', { count: open.live })}</h2>
      {open.overdueAtOnce > 0 ? (
        <p>
          <StateGlyph state="due_soon" withWord word={t('dry.atOnce', { count: open.overdueAtOnce })} />
        </p>
      ) : null}
      {open.lastTry > 0 ? (
        <p>
          <StateGlyph state="needs_human" withWord word={t('dry.lastTry', { count: open.lastTry })} />
        </p>
      ) : null}
      <p className={classes.hint}>
        {open.moved === 0 ? t('dry.movesNone') : t('dry.moves', { count: open.moved })} {t('dry.nothingCloses')}
      </p>
      <ul className={classes.moves}>
        {moves.map(({ id, contact, number, fromAt, toAt }) => (
          <li key={id}>
            <b>{contact === null ? <PhoneNumber number={number} /> : <bdi>{contact}</bdi>}</b>
            <span title={formatExact(toAt, language)}>
              {t('dry.fromTo', {
                from: formatInZone(fromAt, timeZone, language),
                to: formatInZone(toAt, timeZone, language),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
