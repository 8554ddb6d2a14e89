import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { CallExplained } from '../../../../schema/contracts/explain.ts';
import { get } from '../../api/client.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { LoadingRows } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './explain-call.module.css';
import { type ExplainFact, explainFacts, offerCounts, ruleKey } from './explain-facts.ts';
import { ExplainSteps } from './explain-steps.tsx';
import { useReason } from './result-cell.tsx';
import { useWords } from './words.ts';

/** Why the log says so: the rule in plain words and the facts behind it, read only when asked for. */
export function ExplainCall({ id }: { readonly id: number }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const place = useId();
  return (
    <section className={classes.explain}>
      <Button
        size="xs"
        variant="default"
        data-explain
        aria-expanded={open}
        aria-controls={place}
        leftSection={<IconInfoCircle size={16} stroke={1.6} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        {t('explain.open')}
      </Button>
      <div id={place}>{open ? <Explained id={id} /> : null}</div>
    </section>
  );
}

function Explained({ id }: { readonly id: number }) {
  const { data, error, refetch } = useQuery({
    // Below the call's own key, so that a new verdict is explained anew.
    queryKey: ['calls', 'detail', id, 'explain'],
    queryFn: () => get(`calls/${id}/explain`, CallExplained),
  });
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return data ? <Facts explained={data} /> : <LoadingRows rows={4} />;
}

function Facts({ explained }: { readonly explained: CallExplained }) {
  const { t, maybe, language } = useWords();
  const reasonOf = useReason();
  const { rule, passedOver, thresholds } = explained;
  const min = formatDuration(thresholds.minTalkMs, language);
  const facts = explainFacts(explained);
  return (
    <>
      <p className={classes.rule}>{maybe(ruleKey(explained), { min, reason: reasonOf(rule) }) ?? rule}</p>
      <ul className={classes.facts}>
        {facts.map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a finished call stand still
          <li key={`${fact.key} ${at}`} data-decides={fact.decides || undefined}>
            <Sentence fact={fact} />
            {fact.decides ? <small>{t('explain.decides')}</small> : null}
          </li>
        ))}
        {passedOver.length === 0 ? null : (
          <li>{t('explain.passedOver', { reasons: passedOver.map(reasonOf).join(t('comma')) })}</li>
        )}
      </ul>
      <ExplainSteps steps={explained.steps} />
    </>
  );
}

/** A fact in words; one that nobody has words for is shown as it came. */
function Sentence({ fact }: { readonly fact: ExplainFact }): ReactNode {
  const { t, maybe, rich, language } = useWords();
  const { key, values } = fact;
  if (key === 'explain.offers') {
    const counts = offerCounts(values).map(({ result, n }) =>
      t(`explain.offer.${result}`, { n: formatNumber(n, language) }),
    );
    const rang = formatDuration(Number(values.rangMs ?? 0), language);
    return `${t('explain.offers', { count: Number(values.asked ?? 0), rang })} ${counts.join(t('comma'))}`;
  }
  if (key === 'explain.doubt') return maybe(`warnings.${values.warning}`) ?? String(values.warning);
  if (key === 'explain.line.dialled_number' || key === 'explain.line.no_line_has_it') {
    const called = <PhoneNumber number={String(values.called)} />;
    return rich(key, { called, line: <bdi>{values.line}</bdi> });
  }
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value ?? ''];
      if (name === 'id') return [name, localDigits(String(value), language)];
      return [name, /^ms$|Ms$/.test(name) ? formatDuration(value, language) : formatNumber(value, language)];
    }),
  );
  return maybe(key, shown) ?? <bdi dir="ltr">{[key, ...Object.values(shown)].join(' ')}</bdi>;
}
