import type { PlanOrigin } from '../../../schema/contracts/callbacks.ts';
import { useCommon } from '../i18n/words.ts';
import { Chip } from './chip.tsx';
import classes from './next-contact.module.css';

/** What may be planned with a customer: something of my own, or the call they asked for. */
export type Planned = PlanOrigin | 'requested';

interface Props<Kind extends Planned> {
  readonly value: Kind;
  readonly kinds: readonly Kind[];
  readonly onChange: (kind: Kind) => void;
}

/** What the next contact is for. Each is a debt of its own kind, with reasons of its own to end it without a call. */
export function PlanKind<Kind extends Planned>({ value, kinds, onChange }: Props<Kind>) {
  const { t } = useCommon();
  return (
    <fieldset className={classes.kinds} aria-label={t('next.what')}>
      {kinds.map((kind) => (
        <Chip key={kind} on={kind === value} onClick={() => onChange(kind)}>
          {t(`origin.${kind}`)}
        </Chip>
      ))}
    </fieldset>
  );
}

/** An answer is promised within hours; everything else for a day. */
export const hoursFor = (kind: Planned): readonly number[] => (kind === 'reply' ? [1, 4] : []);
