import { type RefObject, useEffect } from 'react';
import { useKeys } from './keys.ts';

/** Moves the focus among the rows of a list: `j` and `k` from anywhere on the page, arrows from within the list. */
export function useListKeys(list: RefObject<HTMLElement | null>, rows = '[data-row]'): void {
  const move = (by: 1 | -1): void => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>(rows) ?? [])];
    const at = all.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const current = at >= 0 ? at : all.findIndex((row) => row.hasAttribute('data-current'));
    const next = current < 0 ? (by === 1 ? 0 : all.length - 1) : current + by;
    const row = all[Math.min(Math.max(next, 0), all.length - 1)];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const place = list.current;
      if (by === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!(event.target instanceof Element) || !event.target.matches(rows) || !place?.contains(event.target)) return;
      event.preventDefault();
      move(by);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

/** The row that has the focus, by what it says of itself in `data-row`. */
export function focusedRow(): string | null {
  const row = document.activeElement?.closest('[data-row]');
  return row?.getAttribute('data-row') ?? null;
}
