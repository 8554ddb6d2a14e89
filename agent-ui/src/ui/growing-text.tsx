import { Textarea, type TextareaProps } from '@mantine/core';
import type { CSSProperties, Ref } from 'react';
import classes from './growing-text.module.css';

interface Props extends Omit<TextareaProps, 'autosize' | 'styles' | 'minRows'> {
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly minRows: number;
}

const growsByItself = typeof CSS !== 'undefined' && CSS.supports?.('field-sizing', 'content');

/**
 * A field as high as what is written in it. A browser that can does it by itself: measured by the program it would lay out the
 * whole page with every key.
 */
export function GrowingText({ minRows, maxRows, classNames, ...rest }: Props) {
  if (!growsByItself) {
    const most = maxRows === undefined ? {} : { maxRows };
    return <Textarea {...rest} {...most} {...(classNames ? { classNames } : {})} autosize minRows={minRows} />;
  }
  const rows = { '--rows-least': minRows, '--rows-most': maxRows ?? 999 } as CSSProperties;
  const named = typeof classNames === 'object' ? classNames : {};
  return (
    <Textarea {...rest} classNames={{ ...named, input: classes.grows ?? '' }} styles={{ input: rows }} rows={minRows} />
  );
}
