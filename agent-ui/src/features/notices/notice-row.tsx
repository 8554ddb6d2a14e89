import type { NoticeView } from '../../../../schema/contracts/notices.ts';
import { BothClocks } from '../../ui/both-clocks.tsx';
import { DueClock, RelativeTime } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './notices.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly notice: NoticeView;
  readonly onOpen: () => void;
}

/** One notice: the step, who is owed and until when, and why it was told to me. */
export function NoticeRow({ notice, onOpen }: Props) {
  const { t } = useWords();
  const { callback, step, rule, insteadOf, readAt, acknowledgedBy, at } = notice;
  const live = !['returned', 'closed', 'merged'].includes(callback.state);
  return (
    <li className={classes.row} data-unread={readAt === null || undefined}>
      <button type="button" onClick={onOpen}>
        <span className={classes.top}>
          <StateGlyph state={step} withWord word={t(`step.${step}`)} />
          <span className={classes.at}>
            <RelativeTime at={at} />
          </span>
        </span>
        <span className={classes.who}>
          {callback.contact ? <bdi>{callback.contact.name}</bdi> : <PhoneNumber number={callback.number} />}
          {callback.line ? <bdi className={classes.line}>{callback.line.name}</bdi> : null}
        </span>
        <span className={classes.facts}>
          {live ? <DueClock dueAt={callback.dueAt} zone={callback.timeZone} /> : t('settled')}
          {acknowledgedBy ? <span>{t('seen', { name: acknowledgedBy.name })}</span> : null}
        </span>
        {live ? <BothClocks className={classes.why} at={callback.dueAt} zone={callback.timeZone} /> : null}
        <span className={classes.why}>
          {insteadOf === null ? t(`rule.${rule}`) : t(`rule.${rule}.for`, { name: insteadOf.name })}
        </span>
      </button>
    </li>
  );
}
