import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { planOrigins } from '../../../../schema/contracts/callbacks.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { isWriting } from '../../ui/keys.ts';
import { NextContact } from '../../ui/next-contact.tsx';
import { KeyCap } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { hoursFor, PlanKind } from '../../ui/plan-kind.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { callerOf } from './caller.ts';
import { OutcomeChoice } from './outcome-choice.tsx';
import { useNextStepFacts } from './use-next-step-facts.ts';
import { useOutcomes } from './use-outcomes.ts';
import { useWords } from './words.ts';
import type { WrapUpEntry } from './wrap-up-entry.ts';
import classes from './wrap-up-panel.module.css';
import { useOpenWrapUp, wrapUps } from './wrap-up-store.ts';

interface PanelProps {
  /** Opens the next due item after saving. */
  readonly onNext: () => void;
  /** Who that will be, in one line. */
  readonly next: ReactNode;
}

/** What a talk leaves behind: how it went, a note, the next step. Gone while another call is on. */
export function WrapUpPanel({ onNext, next }: PanelProps) {
  const entry = useOpenWrapUp();
  const busy = useLiveState((state) => state.cards.some((card) => card.state === 'talking'));
  return entry && !busy ? <Form key={entry.card.id} entry={entry} onNext={onNext} next={next} /> : null;
}

function Form({ entry, onNext, next }: PanelProps & { readonly entry: WrapUpEntry }) {
  const { t, rich } = useWords();
  const { card, draft } = entry;
  const note = useRef<HTMLTextAreaElement>(null);
  const choices = useOutcomes(card.line?.id ?? null);
  const { leadWithoutPlan, everyDays } = useNextStepFacts(card);
  const [asked, setAsked] = useState(false);
  /** A lead without a next step is asked for once; who saves again means it. */
  const save = (): boolean => {
    if (leadWithoutPlan && draft.nextAt === null && !asked) {
      setAsked(true);
      return false;
    }
    wrapUps.markSaving(card.id, true);
    return true;
  };
  useEffect(() => {
    // An empty field that only had the focus, such as the name of an unknown caller, gives it up; words being written do not.
    if (!isWriting()) note.current?.focus({ preventScroll: true });
  }, []);
  const saveAndNext = (): void => {
    if (save()) onNext();
  };
  const { name, number } = callerOf(card);
  const who = name === null ? <PhoneNumber number={number} /> : <bdi>{name}</bdi>;
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        saveAndNext();
      }}
    >
      <div className={classes.part}>
        <header className={classes.head}>
          <h2>{t('wrap.how')}</h2>
          <span>{rich('wrap.of', { name: who })}</span>
          {choices.length > 1 ? (
            <span className={classes.keys}>
              {rich('wrap.press', { from: <KeyCap>1</KeyCap>, to: <KeyCap>{String(choices.length)}</KeyCap> })}
            </span>
          ) : null}
        </header>
        <OutcomeChoice choices={choices} value={draft.chip} onChange={(chip) => wrapUps.edit(card.id, { chip })} />
      </div>
      <div className={classes.part}>
        <GrowingText
          ref={note}
          label={
            <span className={classes.head}>
              <span>{t('wrap.note')}</span>
              <span>{t('wrap.noteHint')}</span>
            </span>
          }
          classNames={{ label: classes.noteLabel ?? '' }}
          minRows={2}
          maxRows={8}
          dir={textDirection(draft.note)}
          maxLength={4000}
          placeholder={t('wrap.placeholder')}
          value={draft.note}
          onChange={(event) => wrapUps.edit(card.id, { note: event.currentTarget.value })}
        />
      </div>
      {name === null && card.number === null ? null : (
        <div className={classes.part} data-wanted={(leadWithoutPlan && draft.nextAt === null) || undefined}>
          <h2>{t('wrap.next')}</h2>
          {asked && draft.nextAt === null ? (
            <p className={classes.asked} role="alert">
              <IconAlertTriangle size={14} stroke={1.6} aria-hidden /> {t('wrap.leadWithout')}
            </p>
          ) : null}
          <PlanKind kinds={planOrigins} value={draft.nextIs} onChange={(nextIs) => wrapUps.edit(card.id, { nextIs })} />
          <NextContact
            value={draft.nextAt}
            onChange={(nextAt) => wrapUps.edit(card.id, { nextAt })}
            everyDays={everyDays}
            hours={hoursFor(draft.nextIs)}
          />
        </div>
      )}
      <div className={classes.foot}>
        <span>{next}</span>
        <Button type="submit" variant="subtle" color="gray">
          {t('wrap.save')}
        </Button>
        <Button
          onClick={saveAndNext}
          rightSection={
            <span className={classes.withIcon}>
              <KeyCap>Ctrl</KeyCap>
              <KeyCap>↵</KeyCap>
            </span>
          }
        >
          {t('wrap.saveNext')}
        </Button>
      </div>
    </form>
  );
}
