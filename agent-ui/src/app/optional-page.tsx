import { type ComponentType, createElement, lazy } from 'react';

const pages = import.meta.glob<Record<string, ComponentType<Record<string, unknown>>>>([
  '../features/*/*-page.tsx',
  '../features/recordings/player.tsx',
]);

function Nothing() {
  return null;
}

/** A lazily loaded export of a feature; while the feature does not exist its place stays empty. */
export function pageOf(file: string, name: string) {
  return lazy(async () => {
    const load = pages[`../features/${file}`];
    const found = load ? (await load())[name] : undefined;
    return { default: found ?? Nothing };
  });
}

/** The same, drawn with the given attributes. */
export function drawn(page: ReturnType<typeof pageOf>, attributes: Record<string, unknown> = {}) {
  return createElement(page, attributes);
}

/** Brings pages before anybody asks for them; without a line nothing happens. */
export function bringPages(files: readonly string[]): void {
  for (const file of files) void pages[`../features/${file}`]?.().catch(() => undefined);
}
