import type { CallbackView } from '../../schema/contracts/callbacks.ts';

/** An item as a page names it, and the state of things it was named in. */
export interface Named {
  readonly id: number;
  /** Changes with the item's row. */
  readonly version: string;
  /** Changes with whatever else a row of the board shows, and when the database is another, such as one put back to an earlier day. */
  readonly shown: string;
}

interface Kept extends Named {
  readonly view: CallbackView;
}

/** Forty pages; what was not asked for the longest goes first. */
const most = 2000;

/**
 * Views of items as one service has read them, each good for as long as item and surroundings are the same. The database tells
 * both with every page, so nothing that has changed is ever shown as it was. A view may be newer than what it is kept under, as it was
 * read a moment later: then the next look reads it again.
 */
export function rememberViews() {
  const kept = new Map<number, Kept>();
  return {
    /** The views of these items in their order; those that are not known as they are now are read. */
    async of(
      named: readonly Named[],
      read: (ids: readonly number[]) => Promise<CallbackView[]>,
    ): Promise<CallbackView[]> {
      const known = new Map<number, Kept>();
      for (const { id, version, shown } of named) {
        const found = kept.get(id);
        if (found?.version === version && found.shown === shown) known.set(id, found);
      }
      const unknown = named.filter(({ id }) => !known.has(id));
      const views = new Map((await read(unknown.map(({ id }) => id))).map((view) => [view.id, view]));
      for (const one of unknown) {
        const view = views.get(one.id);
        if (view) known.set(one.id, { ...one, view });
      }
      for (const [id, one] of known) {
        kept.delete(id);
        kept.set(id, one);
      }
      for (const id of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(id);
      }
      return named.flatMap(({ id }) => known.get(id)?.view ?? []);
    },
  };
}
export type RememberedViews = ReturnType<typeof rememberViews>;
