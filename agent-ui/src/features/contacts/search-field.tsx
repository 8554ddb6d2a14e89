import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { textDirection } from '../../ui/text-direction.ts';
import { useWords } from './words.ts';

interface Props {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Enter fell on words. */
  readonly onEnter: (typed: string) => void;
  readonly field?: RefObject<HTMLInputElement | null>;
}

/** Where people are searched for; it has the focus as soon as it is drawn. */
export function SearchField({ typed, onType, onEnter, field }: Props) {
  const { t } = useWords();
  return (
    <TextInput
      ref={field}
      type="search"
      size="md"
      dir={textDirection(typed)}
      aria-label={t('people.search')}
      placeholder={t('people.search')}
      leftSection={<IconSearch size={16} stroke={1.6} />}
      value={typed}
      autoFocus
      onChange={(event) => onType(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && typed.trim() !== '') onEnter(typed.trim());
      }}
    />
  );
}
