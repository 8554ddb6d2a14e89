import { Popover } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './rules.module.css';
import { useWords } from './words.ts';

interface Props {
  /** What is changed here, for people who hear the page. */
  readonly label: string;
  readonly was: string;
  readonly now: string;
  /** Null: this person may look, not write. */
  readonly editor: ReactNode | null;
}

/** An editable word of a sentence: a press opens its field; changed, it is boxed with the old one struck through. */
export function Word({ label, was, now, editor }: Props) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const changed = was !== now;
  const text = (
    <>
      {changed ? (
        <s>
          <span className="hidden-visually">{t('word.was')}</span> {was}
        </s>
      ) : null}{' '}
      {now}
    </>
  );
  if (editor === null) return <b className={classes.said}>{now}</b>;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={classes.word}
          data-changed={changed || undefined}
          aria-label={t('word.change', { label, now })}
          onClick={() => setOpened(!opened)}
        >
          {text}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.drop ?? ''}>{editor}</Popover.Dropdown>
    </Popover>
  );
}
