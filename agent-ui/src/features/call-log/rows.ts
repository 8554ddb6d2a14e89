import type { InfiniteData } from '@tanstack/react-query';
import type { z } from 'zod';
import type { CallPage, CallRow } from '../../../../schema/contracts/calls.ts';

export type Page = z.infer<typeof CallPage>;
/** The pages of the log as they were read, newest first. */
export type Pages = InfiniteData<Page, string | null>;

/** Puts a row in the place of the one with its id, in every page. */
export function replaceRow(pages: Pages, id: number, change: (row: CallRow) => CallRow): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, rows: page.rows.map((row) => (row.id === id ? change(row) : row)) })),
  };
}

/** Puts a new row where its time belongs on the first page; a known row is replaced. */
export function withRow(pages: Pages, call: CallRow): Pages {
  if (pages.pages.some((page) => page.rows.some((row) => row.id === call.id))) {
    return replaceRow(pages, call.id, () => call);
  }
  const [first, ...rest] = pages.pages;
  if (!first) return pages;
  const before = first.rows.filter((row) => row.startedAt > call.startedAt);
  const rows = [...before, call, ...first.rows.slice(before.length)];
  return { ...pages, pages: [{ ...first, rows }, ...rest] };
}
