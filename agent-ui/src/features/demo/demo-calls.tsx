import { Button } from '@mantine/core';
import type { DemoState } from '../../../../schema/contracts/demo.ts';
import { useDemoCommand } from '../../api/demo.ts';
import { plainName } from '../../i18n/plain-name.ts';
import { Tag } from '../../ui/chip.tsx';
import classes from './demo-strip.module.css';
import { useWords } from './words.ts';

/** The demonstration's calls of this moment; each caller can be made to hang up. */
export function DemoCalls({ calls }: { readonly calls: DemoState['calls'] }) {
  const { t } = useWords();
  const { mutate } = useDemoCommand();
  if (calls.length === 0) return <p>{t('noCalls')}</p>;
  return (
    <section>
      <h2>{t('callsTitle')}</h2>
      <ul className={classes.calls}>
        {calls.map(({ id, label, state, mine }) => (
          <li key={id}>
            <span className={classes.callName}>
              <bdi>{plainName(label)}</bdi> {mine ? <Tag tone="accent">{t('mine')}</Tag> : null}
            </span>
            <span className={classes.callState}>{t(`state.${state}`)}</span>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => mutate({ path: `demo/calls/${encodeURIComponent(id)}/hangup` })}
            >
              {t('hangUp')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
