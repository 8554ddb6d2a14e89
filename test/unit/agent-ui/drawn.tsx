import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { SessionOfPage, type SessionView } from '../../../agent-ui/src/api/session.ts';
import { setTimeZone } from '../../../agent-ui/src/i18n/format.ts';
import { startWords, type UiLanguage } from '../../../agent-ui/src/i18n/index.ts';
import { setHomeCountry } from '../../../agent-ui/src/ui/number-format.ts';

export const lena = { id: 6, name: 'Lena Fox' };

/** A signed-in supervisor of a company in Britain, whose clock is UTC. */
export const aSession = (role: SessionView['user']['role'] = 'supervisor'): SessionView => ({
  user: {
    id: 1,
    name: 'Anna Keller',
    login: 'anna',
    role,
    language: 'en',
    theme: 'light',
    popWhen: 'ring',
    popAs: 'card',
    popUrl: null,
  },
  devices: [],
  site: {
    name: 'Northgate',
    country: 'GB',
    timeZone: 'UTC',
    language: 'en',
    pauseReasons: ['break', 'lunch', 'Stock count'],
  },
  lines: [{ id: 1, key: 'orders', name: 'Orders' }],
  people: [{ id: 1, name: 'Anna Keller' }, lena],
  queues: [],
  demo: false,
  version: '0',
});

/** What a browser has and jsdom has not. */
function furnish(): void {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  window.matchMedia ??= (media: string) =>
    ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  HTMLElement.prototype.scrollIntoView ??= () => undefined;
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });
}

let root: Root | undefined;

/** Draws a part of the screen as the app would, for a signed-in person. */
export async function draw(part: ReactNode, { language = 'en', session = aSession() }: Dress = {}) {
  furnish();
  setHomeCountry('GB');
  setTimeZone('UTC');
  await startWords(language);
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });
  const page = (
    <QueryClientProvider client={cache}>
      <DirectionProvider>
        <MantineProvider env="test">
          <MemoryRouter>
            <SessionOfPage value={session}>{part}</SessionOfPage>
          </MemoryRouter>
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  await act(async () => root?.render(page));
}

interface Dress {
  readonly language?: UiLanguage;
  readonly session?: SessionView;
}

/** Answers requests by `METHOD path`, or lets a function answer from the body; what was asked stands in the returned list. */
export function serve(answers: Readonly<Record<string, unknown>>) {
  const asked: { readonly what: string; readonly body: unknown }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const what = `${init.method ?? 'GET'} ${url.replace('/api/v1/', '')}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push({ what, body });
    const known = Object.entries(answers).find(([start]) => what.startsWith(start));
    if (typeof known?.[1] === 'function') return known[1](body) as Response;
    if (known) return new Response(JSON.stringify(known[1]), { status: 200 });
    const error = { code: 'not-found', message: '', requestId: '' };
    return new Response(JSON.stringify({ error }), { status: 404 });
  });
  return asked;
}

/** Takes the screen down again. */
export function undraw(): void {
  act(() => root?.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
}

export const shown = (): string => document.body.textContent ?? '';

const nameOf = (element: Element): string => {
  const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
  return element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
};

/** The elements that people would call by this name: its label, its words, or what it reads aloud. */
export function named<Kind extends HTMLElement>(selector: string, name: string | RegExp): Kind[] {
  const all = [...document.querySelectorAll<Kind>(selector)];
  return all.filter((each) => (typeof name === 'string' ? nameOf(each) === name : name.test(nameOf(each))));
}

/** The one element of that name. */
export function the<Kind extends HTMLElement = HTMLButtonElement>(selector: string, name: string | RegExp): Kind {
  const [found, ...more] = named<Kind>(selector, name);
  if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} of ${selector} ${name}: ${shown()}`);
  return found;
}

export async function press(element: HTMLElement): Promise<void> {
  await act(async () => element.click());
}

/** Types as a person would: React hears it. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  await act(async () => {
    const kind = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Waits until the screen is as expected. */
export async function until(expected: () => void): Promise<void> {
  await vi.waitFor(async () => {
    await act(async () => undefined);
    expected();
  }, 8000);
}

/** Chooses from a list of the browser's own. */
export async function choose(list: HTMLSelectElement, value: string): Promise<void> {
  await act(async () => {
    list.value = value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
