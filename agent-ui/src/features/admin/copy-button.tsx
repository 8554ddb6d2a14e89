import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useWords } from './words.ts';

interface Props {
  readonly text: string;
  /** What the button says at rest. */
  readonly children: string;
  readonly size?: 'xs' | 'sm';
}

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ text, children, size = 'sm' }: Props) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Button
      size={size}
      variant="default"
      leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} stroke={1.6} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? t('link.copied') : children}</span>
    </Button>
  );
}
