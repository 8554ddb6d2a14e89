// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SessionOfPage, type SessionView } from '../../../../agent-ui/src/api/session.ts';
import { PresenceMenu } from '../../../../agent-ui/src/features/presence/presence-menu.tsx';
import { CallBar } from '../../../../agent-ui/src/features/screen-pop/call-bar.tsx';
import { startWords } from '../../../../agent-ui/src/i18n/index.ts';
import { socket } from '../../../../agent-ui/src/socket/socket.ts';
import { setHomeCountry } from '../../../../agent-ui/src/ui/number-format.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { aCard, aPresence } from '../live-builders.ts';

const session: SessionView = {
  user: {
    id: 1,
    name: 'Nils Aalto',
    login: 'nils',
    role: 'agent',
    language: 'en',
    theme: 'light',
    popWhen: 'ring',
    popAs: 'card',
    popUrl: null,
  },
  devices: [{ id: 1, device: 'PJSIP/201', extension: '201', label: null }],
  site: { name: 'Brightline', country: 'GB', timeZone: 'UTC', language: 'en', pauseReasons: [] },
  lines: [],
  people: [],
  queues: [],
  demo: false,
  version: '0',
};

function arrives(name: 'snapshot' | 'card' | 'card.gone', payload: unknown): void {
  act(() => {
    for (const listener of socket.listeners(name)) (listener as (given: unknown) => void)(payload);
  });
}

const orders = { id: 1, key: 'orders', name: 'Orders' };
const helen: LiveCard['matches'][number] = {
  contact: { id: 10, name: 'Helen Marsh', organisation: 'Brightwater Foods', vip: true },
  reason: 'only_match',
  owner: { id: 1, name: 'Nils Aalto' },
  level: 'active',
  lastTalkAt: null,
  lastTalkWith: null,
  lastNote: { body: 'Confirm the slot.', author: 'Lena Fox', at: Date.now() },
};

beforeAll(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  window.matchMedia = vi.fn().mockImplementation((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  setHomeCountry('GB');
  await startWords('en');
});

let root: Root | undefined;
beforeEach(() => {
  const cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  const page = (
    <QueryClientProvider client={cache}>
      <MantineProvider>
        <MemoryRouter>
          <SessionOfPage value={session}>
            <CallBar presence={<PresenceMenu />} coverage={null} onSearch={() => undefined} onDial={() => undefined} />
          </SessionOfPage>
        </MemoryRouter>
      </MantineProvider>
    </QueryClientProvider>
  );
  act(() => root?.render(page));
  const coverage = { live: true, completeTo: null, why: null };
  arrives('snapshot', { seq: 1, cards: [], attempts: [], coverage, me: aPresence(), agents: [], now: Date.now() });
});
afterEach(() => {
  act(() => root?.unmount());
  document.body.replaceChildren();
});

function bar(): HTMLElement {
  const found = document.querySelector<HTMLElement>('section[aria-label="Call bar"]');
  if (!found) throw new Error('There is no call bar');
  return found;
}
const text = (): string => bar().textContent ?? '';
const buttons = (): string[] => [...bar().querySelectorAll('button')].map((button) => button.textContent ?? '');

describe('the call bar', () => {
  test('rests as ready, with the phone', () => {
    expect(bar().dataset.bar).toBe('idle');
    expect(text()).toContain('Ready');
    expect(text()).toContain('Phone 201');
  });

  test('shows and announces who is calling, with what must be known before picking up', () => {
    const callback = { id: 5, misses: 2, dueAt: Date.now() - 22 * 60_000, note: null, origin: 'missed_call' };
    arrives('card', aCard({ matches: [helen], line: orders, callback, startedAt: Date.now() }));
    expect(bar().dataset.bar).toBe('ringing');
    expect(bar().querySelector('[role="alert"]')?.textContent).toBe('Helen Marsh is calling on Orders');
    expect(bar().querySelector('a[href="/people/10"]')?.textContent).toBe('Helen Marsh');
    for (const words of ['Brightwater Foods', '020 7946 0142', 'Yours', 'VIP', '“Confirm the slot.”'])
      expect(text()).toContain(words);
    expect(text()).toMatch(/Callback owed, 2\d min late/);
  });

  test('asks to pick up the phone, and offers no button that could not do it', () => {
    arrives('card', aCard({}));
    expect(text()).toContain('Pick up your phone');
    expect(buttons().join()).toContain('Reject for me');
    expect(buttons().join()).not.toContain('Accept');
  });

  test('tells of every call that rings that it is on the glass, also of those beside a talk', async () => {
    const emit = vi.spyOn(socket, 'emit').mockReturnValue(socket);
    const painted = () => emit.mock.calls.filter(([what]) => what === 'painted').map(([, id]) => id);
    arrives('card', aCard({ id: 'main:1', state: 'talking', talkingSince: Date.now() }));
    arrives('card', aCard({ id: 'main:2' }));
    await vi.waitFor(() => expect(painted()).toEqual(['main:2']));
    arrives('card', aCard({ id: 'main:3' }));
    await vi.waitFor(() => expect(painted()).toContain('main:3'));
    expect(painted()).not.toContain('main:1');
    emit.mockRestore();
  });

  test('takes the focus from nobody', () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    arrives('card', aCard({ matches: [helen] }));
    expect(document.activeElement).toBe(field);
  });

  test('draws a hostile caller name as plain text that turns nothing around', () => {
    arrives('card', aCard({ callerName: '<img src=x onerror=alert(1)>\u202Egpj' }));
    expect(document.querySelector('img')).toBeNull();
    expect(text()).toContain('<img src=x onerror=alert(1)>gpj');
    expect(text()).not.toContain('\u202E');
  });

  test('names a withheld number as such and owns it to nobody', () => {
    arrives('card', aCard({ number: null, rawNumber: null, withheld: true }));
    expect(bar().querySelector('a')?.textContent).toBe('Number withheld');
    expect(text()).not.toContain('Nobody owns this number');
  });

  test('says who answered elsewhere', () => {
    arrives('card', aCard({ matches: [helen] }));
    arrives('card.gone', { seq: 3, id: 'main:1', why: 'answered_elsewhere', by: 'Lena Fox', callId: null });
    expect(bar().dataset.bar).toBe('gone');
    expect(text()).toContain('Answered by Lena Fox');
  });

  test('has no key for hanging up', () => {
    arrives('card', aCard({ state: 'talking', talkingSince: Date.now(), matches: [helen] }));
    const hangUp = [...bar().querySelectorAll('button')].find((button) => button.textContent === 'Hang up');
    expect(hangUp).toBeDefined();
    expect(hangUp?.querySelector('kbd')).toBeNull();
  });
});
