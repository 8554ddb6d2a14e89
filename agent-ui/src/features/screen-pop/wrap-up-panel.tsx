import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { outcomeChips } from '../../../../schema/contracts/calls.ts';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { Chip } from '../../ui/chip.tsx';
import { isTyping, useKeys } from '../../ui/keys.ts';
import { NextContact } from '../../ui/next-contact.tsx';
import { KeyCap } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { callerOf } from './caller.ts';
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
  const common = useCommon();
  const { card, draft } = entry;
  const note = useRef<HTMLTextAreaElement>(null);
  const save = (): void => wrapUps.markSaving(card.id, true);
  useEffect(() => {
    if (!isTyping()) note.current?.focus({ preventScroll: true });
  }, []);
  const saveAndNext = (): void => {
    save();
    onNext();
  };
  const toggle = (chip: string): void => wrapUps.edit(card.id, { chip: draft.chip === chip ? null : chip });
  useKeys(Object.fromEntries(outcomeChips.map((chip, at) => [String(at + 1), () => toggle(chip)])));
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
          <span className={classes.keys}>
            {rich('wrap.press', { from: <KeyCap>1</KeyCap>, to: <KeyCap>6</KeyCap> })}
          </span>
        </header>
        <div className={classes.chips}>
          {outcomeChips.map((chip) => (
            <Chip key={chip} on={draft.chip === chip} onClick={() => toggle(chip)}>
              {common.t(`chip.${chip}`)}
            </Chip>
          ))}
        </div>
      </div>
      <div className={classes.part}>
        <Textarea
          ref={note}
          label={
            <span className={classes.head}>
              <span>{t('wrap.note')}</span>
              <span>{t('wrap.noteHint')}</span>
            </span>
          }
          classNames={{ label: classes.noteLabel ?? '' }}
          autosize
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
        <div className={classes.part}>
          <h2>{t('wrap.next')}</h2>
          <NextContact value={draft.nextAt} onChange={(nextAt) => wrapUps.edit(card.id, { nextAt })} />
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
