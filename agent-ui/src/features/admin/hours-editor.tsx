import { Autocomplete, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { HoursRow } from '../../../../schema/contracts/hours.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { HolidayFields } from './holiday-fields.tsx';
import classes from './hours.module.css';
import { draftOf, type HoursDraft, readDraft } from './hours-draft.ts';
import { HoursPreviewPanel } from './hours-preview.tsx';
import { SpecialDayFields } from './special-day-fields.tsx';
import { useHoursPreview, useSaveHours } from './use-hours.ts';
import { WeekFields } from './week-fields.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly row: HoursRow;
  /** Supervisors look and try; admins save. */
  readonly admin: boolean;
}

const zones = Intl.supportedValuesOf('timeZone');

/** One calendar: the week, holidays and days of its own, and beside it what a change would come to before it is saved. */
export function HoursEditor({ row, admin }: Props) {
  const { t } = useWords();
  const [draft, setDraft] = useState<HoursDraft>(() => draftOf(row.hours));
  const { hours, wrong } = readDraft(draft);
  const changed = JSON.stringify(hours ?? draft) !== JSON.stringify(row.hours);
  const { query: preview, stale } = useHoursPreview(row.id, hours);
  const save = useSaveHours();
  const tell = useTellProblem();
  const set = (part: Partial<HoursDraft>): void => setDraft({ ...draft, ...part });
  const moved = changed && hours !== null ? (preview.data?.moved ?? 0) : 0;
  const store = (): void => {
    if (hours === null) return;
    save.mutate(
      { id: row.id, version: row.version, hours },
      {
        onError: tell,
        onSuccess: ({ moved }) => notifications.show({ message: t('hours.saved', { count: moved }), autoClose: 5000 }),
      },
    );
  };
  return (
    <div className={classes.editor}>
      <Scrolled className={classes.form} label={t('hours.title')}>
        <p className={classes.lines}>
          {row.lines.length === 0
            ? t('hours.noLines')
            : t('hours.lines', { names: row.lines.map(({ name }) => name).join(t('comma')) })}
        </p>
        <fieldset disabled={!admin} className={classes.fields}>
          <Autocomplete
            label={t('hours.zone')}
            description={t('hours.zoneHint')}
            dir="ltr"
            data={zones}
            limit={12}
            value={draft.timeZone}
            error={wrong.has('timeZone') ? t('hours.wrongZone') : undefined}
            onChange={(timeZone) => set({ timeZone })}
          />
          <WeekFields weekly={draft.weekly} wrong={wrong} onChange={(weekly) => set({ weekly })} />
          <HolidayFields holidays={draft.holidays} wrong={wrong} onChange={(holidays) => set({ holidays })} />
          <SpecialDayFields special={draft.special} wrong={wrong} onChange={(special) => set({ special })} />
        </fieldset>
        <p className={classes.hint}>{t('hours.fileHint')}</p>
      </Scrolled>
      <aside className={classes.side} aria-label={t('hours.preview')}>
        <Scrolled className={classes.preview} label={t('hours.preview')}>
          <HoursPreviewPanel
            preview={preview.data ?? null}
            error={preview.error}
            current={hours !== null && !stale}
            changed={changed}
            timeZone={hours?.timeZone ?? row.hours.timeZone}
          />
        </Scrolled>
        <footer className={classes.foot}>
          {admin ? (
            <>
              <Button disabled={hours === null || !changed || stale} loading={save.isPending} onClick={store}>
                {moved > 0 ? t('hours.saveMoves', { count: moved }) : t('hours.save')}
              </Button>
              <Button variant="default" disabled={!changed} onClick={() => setDraft(draftOf(row.hours))}>
                {t('hours.discard')}
              </Button>
            </>
          ) : (
            <p className={classes.hint}>{t('hours.adminOnly')}</p>
          )}
        </footer>
      </aside>
    </div>
  );
}
