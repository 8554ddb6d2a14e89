import { Checkbox } from '@mantine/core';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { useLiveState } from '../../socket/live-store.ts';
import classes from './line-script.module.css';
import { useLine } from './use-line.ts';
import { useOrder } from './use-order.ts';
import { useWords } from './words.ts';

/** While I talk: what is said first on this line, and what must not be forgotten. Ticks stay with the call. */
export function LineScript() {
  const card = useLiveState((state) => state.cards.find(({ state: is, line }) => is === 'talking' && line !== null));
  return card ? <Script key={card.id} card={card} /> : null;
}

function Script({ card }: { readonly card: LiveCard }) {
  const { t, rich } = useWords();
  const order = useOrder(card);
  const { line } = useLine(card.line?.id ?? null);
  if (line === undefined || (line.greeting === null && line.checklist.length === 0)) return null;
  return (
    <section className={classes.script} aria-label={t('script.label', { line: line.name })}>
      {line.greeting === null ? null : <p>{rich('quote', { text: <bdi>{line.greeting}</bdi> })}</p>}
      {line.checklist.length === 0 ? null : (
        <ul>
          {line.checklist.map((item) => (
            <li key={item}>
              <Checkbox
                size="sm"
                label={<bdi>{item}</bdi>}
                checked={card.ticks.includes(item)}
                onChange={({ currentTarget }) => order.give('ticks', { item, on: currentTarget.checked })}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
