import { IconArrowMerge } from '@tabler/icons-react';
import type { MergePreview } from '../../../../schema/contracts/contact-merges.ts';
import { formatNumber } from '../../i18n/format.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import classes from './merge.module.css';
import { useWords } from './words.ts';

const kinds = ['phones', 'calls', 'recordings', 'notes', 'callbacks', 'choices'] as const;

/** What will happen: how much comes over, which callbacks become one. */
export function MergeOutcome({ preview }: { readonly preview: MergePreview }) {
  const { t, rich, language } = useWords();
  const { other, moves, unites } = preview;
  const name = <bdi>{other.name}</bdi>;
  return (
    <section className={classes.outcome}>
      <h2>{rich('merge.what', { name })}</h2>
      <dl className={classes.moves}>
        {kinds.map((kind) => (
          <div key={kind} data-none={moves[kind] === 0 || undefined}>
            <dt>{t(`merge.${kind}`)}</dt>
            <dd className="num">{formatNumber(moves[kind], language)}</dd>
          </div>
        ))}
      </dl>
      {unites.map(({ id, number }) => (
        <p key={id} className={classes.unite}>
          <IconArrowMerge size={16} stroke={1.6} aria-hidden />
          <span>{rich('merge.unites', { number: <PhoneNumber number={number} /> })}</span>
        </p>
      ))}
      <p className={classes.lead}>{rich('merge.noDebtLost', { name })}</p>
    </section>
  );
}
