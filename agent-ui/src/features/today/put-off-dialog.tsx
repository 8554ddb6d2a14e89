import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CallbackView, putOffReasons } from '../../../../schema/contracts/callbacks.ts';
import { todayKey } from '../../api/dialing.ts';
import { sendKept } from '../../api/kept.ts';
import { formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { Chip } from '../../ui/chip.tsx';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { NextContact } from '../../ui/next-contact.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { ItemName } from './item-name.tsx';
import classes from './put-off-dialog.module.css';
import { isPromise } from './today-order.ts';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackView;
  /** The time it was sent to; null when it is to be chosen. */
  readonly at: number | null;
  readonly onClose: () => void;
}

type Reason = (typeof putOffReasons)[number];

/** Until when, and why. A plan moves; a promise only stands aside for a while, and says so. */
export function PutOffDialog({ item, at, onClose }: Props) {
  const { t, rich } = useWords();
  const common = useCommon();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const promise = isPromise(item);
  const [until, setUntil] = useState<number | null>(promise ? null : at);
  const [reason, setReason] = useState<Reason | null>(null);
  const move = useMutation({
    mutationFn: () => sendKept('POST', `callbacks/${item.id}/put-off`, CallbackView, { until, reason }),
    onError: tell,
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: todayKey });
      void cache.invalidateQueries({ queryKey: ['contact'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={rich('putOff.title', { name: <ItemName item={item} /> })}
      act={t('putOff.act')}
      busy={move.isPending}
      disabled={until === null || reason === null}
      onAct={() => move.mutate()}
      onClose={onClose}
    >
      {promise ? <Touches>{t('putOff.promise')}</Touches> : null}
      <fieldset className={classes.part}>
        <legend>{t('putOff.until')}</legend>
        {promise ? (
          <ShortWhile item={item} value={until} onChange={setUntil} />
        ) : (
          <NextContact value={until} onChange={setUntil} none={false} />
        )}
      </fieldset>
      <fieldset className={classes.part}>
        <legend>{t('putOff.why')}</legend>
        <div className={classes.chips}>
          {putOffReasons.map((each) => (
            <Chip key={each} on={reason === each} onClick={() => setReason(each)}>
              {common.t(`putOff.${each}`)}
            </Chip>
          ))}
        </div>
      </fieldset>
    </Dialog>
  );
}

interface WhileProps {
  readonly item: CallbackView;
  readonly value: number | null;
  readonly onChange: (until: number) => void;
}

const minute = 60_000;

/** An hour at most; until it is due when that is later. */
function ShortWhile({ item, value, onChange }: WhileProps) {
  const { t, language } = useWords();
  const now = useMinute();
  const whiles = [15, 30, 59].map((minutes) => ({ minutes, at: now + minutes * minute }));
  return (
    <div className={classes.chips}>
      {whiles.map(({ minutes, at }) => (
        <Chip key={minutes} on={value === at} onClick={() => onChange(at)} aside={formatTime(at, language)}>
          {t('putOff.minutes', { count: minutes })}
        </Chip>
      ))}
      {item.dueAt > now + 60 * minute ? (
        <Chip on={value === item.dueAt} onClick={() => onChange(item.dueAt)} aside={formatTime(item.dueAt, language)}>
          {t('putOff.untilDue')}
        </Chip>
      ) : null}
    </div>
  );
}
