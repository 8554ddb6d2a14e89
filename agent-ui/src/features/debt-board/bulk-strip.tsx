import { Button } from '@mantine/core';
import { IconEye, IconUserShare } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { KeyCap } from '../../ui/parts.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { AssignDialog } from './assign-dialog.tsx';
import classes from './bulk-strip.module.css';
import { CloseDialog } from './close-dialog.tsx';
import { stateOf } from './state-of.ts';
import { useBoardActions } from './use-board-actions.ts';
import { useWords } from './words.ts';

interface Props {
  readonly rows: readonly CallbackView[];
  readonly onClear: () => void;
}

/** What is picked, by state, and what can be done with all of it at once. */
export function BulkStrip({ rows, onClear }: Props) {
  const { t } = useWords();
  const now = useMinute();
  const [asking, setAsking] = useState<'assign' | 'close' | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && asking === null && !event.defaultPrevented) onClear();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [asking, onClear]);

  const { acknowledge } = useBoardActions(onClear);
  const unseen = rows.filter(({ escalation }) => escalation !== null && escalation.acknowledgedAt === null);
  const states = rows.map((row) => stateOf(row, now));
  const parts = [
    { key: 'bulk.overdue', count: states.filter((state) => state === 'overdue' || state === 'breached').length },
    { key: 'bulk.notReached', count: states.filter((state) => state === 'not_reached').length },
    { key: 'bulk.nobody', count: rows.filter(({ owner }) => owner === null).length },
  ] as const;
  return (
    <section className={classes.strip} aria-label={t('bulk.group')}>
      <b className="num">{t('bulk.selected', { count: rows.length })}</b>
      <span className={classes.parts}>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ key, count }) => t(key, { count }))
          .join(t('comma'))}
      </span>
      <span className={classes.divider} aria-hidden />
      <button type="button" className={classes.action} onClick={() => setAsking('assign')}>
        <IconUserShare size={16} stroke={1.6} aria-hidden />
        {t('action.assign')}
      </button>
      {unseen.length > 0 ? (
        <button
          type="button"
          className={classes.action}
          title={t('action.acknowledge.why')}
          disabled={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ ids: unseen.map(({ id }) => id) })}
        >
          <IconEye size={16} stroke={1.6} aria-hidden />
          {t('action.acknowledge')}
        </button>
      ) : null}
      <button type="button" className={classes.action} data-danger onClick={() => setAsking('close')}>
        {t('action.close')}
      </button>
      <Button className={classes.clear ?? ''} variant="subtle" color="gray" size="xs" onClick={onClear}>
        {t('bulk.clear')}&nbsp;<KeyCap>Esc</KeyCap>
      </Button>
      {asking === 'assign' ? <AssignDialog rows={rows} onClose={() => setAsking(null)} onDone={onClear} /> : null}
      {asking === 'close' ? <CloseDialog rows={rows} onClose={() => setAsking(null)} onDone={onClear} /> : null}
    </section>
  );
}
