import { CloseButton } from '@mantine/core';
import type { CallbackDetail } from '../../../../schema/contracts/callbacks.ts';
import { localDigits } from '../../i18n/digits.ts';
import { BothClocks } from '../../ui/both-clocks.tsx';
import { LoadingRows } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { LadderSteps } from './ladder-steps.tsx';
import { isLive } from './state-of.ts';
import { useCallbackDetail } from './use-board.ts';
import { WhyActions } from './why-actions.tsx';
import { whyFacts } from './why-facts.ts';
import classes from './why-panel.module.css';
import { WhySentence } from './why-sentence.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly id: number;
  readonly acts: boolean;
  readonly onClose: () => void;
}

/** Why one item is owed: each fact in its order, what closes it, and what can be done now. */
export function WhyPanel({ id, acts, onClose }: Props) {
  const { t, language } = useWords();
  const { data, error, refetch } = useCallbackDetail(id);
  return (
    <aside className={classes.panel} aria-label={t('why.heading')}>
      <header className={classes.head}>
        <h2>{data && !isLive(data) ? t('why.settledHeading') : t('why.heading')}</h2>
        <bdi dir="ltr" className={`${classes.id} num`}>
          {localDigits(`#${id}`, language)}
        </bdi>
        <CloseButton size="sm" aria-label={t('why.close')} onClick={onClose} />
      </header>
      <Scrolled className={classes.scroll} label={t('why.facts')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data ? <Facts item={data} /> : error ? null : <LoadingRows rows={5} />}
      </Scrolled>
      {data ? <WhyActions item={data} acts={acts} /> : null}
    </aside>
  );
}

function Facts({ item }: { readonly item: CallbackDetail }) {
  const { t } = useWords();
  return (
    <>
      <p className={classes.who}>
        {item.contact ? <bdi>{item.contact.name}</bdi> : null} <PhoneNumber number={item.number} />
      </p>
      <BothClocks className={classes.clocks} at={item.dueAt} zone={item.timeZone} />
      {item.note === null ? null : (
        <p className={classes.note}>
          <bdi dir="auto">{item.note}</bdi>
        </p>
      )}
      <ol className={classes.facts}>
        {whyFacts(item).map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the history only grows at its end
          <li key={`${fact.at} ${at}`}>
            <span className={classes.shape}>
              <StateGlyph state={fact.glyph} withWord word="" />
            </span>
            <WhySentence fact={fact} item={item} />
          </li>
        ))}
      </ol>
      <LadderSteps item={item} />
      {item.closedNote === null ? null : (
        <p className={classes.note}>
          <b>{t('why.note')}</b> <bdi dir="auto">{item.closedNote}</bdi>
        </p>
      )}
    </>
  );
}
