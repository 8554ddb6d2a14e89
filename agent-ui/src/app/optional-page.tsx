import { type ComponentType, createElement, isValidElement, lazy, type ReactNode } from 'react';

const pages = import.meta.glob<Record<string, ComponentType<Record<string, unknown>>>>([
  '../features/*/*-page.tsx',
  '../features/recordings/player.tsx',
]);

function Nothing() {
  return null;
}

/** How the file behind a page is fetched. */
const loads = new WeakMap<object, () => Promise<unknown>>();

/** A lazily loaded export of a feature; while the feature does not exist its place stays empty. */
export function pageOf(file: string, name: string) {
  const page = lazy(async () => {
    const load = pages[`../features/${file}`];
    const found = load ? (await load())[name] : undefined;
    return { default: found ?? Nothing };
  });
  loads.set(page, fileOf(file));
  return page;
}

/** Begins to fetch the page an element draws; without a line nothing happens. */
export function fetchDrawn(element: ReactNode): void {
  if (!isValidElement(element) || typeof element.type !== 'object') return;
  void loads
    .get(element.type)?.()
    .catch(() => undefined);
}

/** The same, drawn with the given attributes. */
export function drawn(page: ReturnType<typeof pageOf>, attributes: Record<string, unknown> = {}) {
  return createElement(page, attributes);
}

/** The file of a page, for `bringInTurn`. */
export const fileOf = (file: string) => async (): Promise<unknown> => pages[`../features/${file}`]?.();

/**
 * Fetches what is soon wanted before anybody asks for it: one after the other, whenever the page has nothing else to do. To begin
 * many requests at once would keep it from its keys. Without a line nothing happens.
 */
export async function bringInTurn(files: readonly (() => Promise<unknown>)[], isWanted: () => boolean): Promise<void> {
  for (const load of files) {
    await new Promise<void>((resolve) => {
      if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2000 });
      else setTimeout(resolve, 50);
    });
    if (!isWanted()) return;
    await load().catch(() => undefined);
  }
}
