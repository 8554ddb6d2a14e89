// @vitest-environment jsdom
import { act } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useOpenCaller } from '../../../../agent-ui/src/app/open-caller.ts';
import { socket } from '../../../../agent-ui/src/socket/socket.ts';
import { fieldLeft, useKeys, useLeaveField, wantsField } from '../../../../agent-ui/src/ui/keys.ts';
import { draw, type, undraw } from '../drawn.tsx';
import { aCard, aPresence } from '../live-builders.ts';

function Page() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  useOpenCaller();
  useLeaveField();
  useKeys({
    '/': () => {
      wantsField();
      void navigate('/people');
    },
  });
  return (
    <>
      <p>{pathname}</p>
      <input />
    </>
  );
}

function arrives(name: 'snapshot' | 'card', payload: unknown): void {
  act(() => {
    for (const listener of socket.listeners(name)) (listener as (given: unknown) => void)(payload);
  });
}
const place = () => document.querySelector('p')?.textContent;
const pressKey = (name: string): Promise<void> =>
  act(async () => {
    (document.activeElement ?? document).dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
    );
  });

describe('the page of who calls', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.advanceTimersByTime(60_000);
    const coverage = { live: true, completeTo: null, why: null };
    arrives('snapshot', { seq: 1, cards: [], attempts: [], coverage, me: aPresence(), agents: [], now: Date.now() });
    await draw(<Page />);
  });
  afterEach(() => {
    undraw();
    vi.useRealTimers();
  });

  test('opens as the phone rings', () => {
    arrives('card', aCard({}));
    expect(place()).toBe('/people/number/%2B442079460142');
  });

  test('does not take the place of the search that was just asked for, though nothing is typed yet', async () => {
    await pressKey('/');
    arrives('card', aCard({}));
    expect(place()).toBe('/people');
  });

  test('opens again once the search was left', async () => {
    await pressKey('/');
    await pressKey('Escape');
    arrives('card', aCard({}));
    expect(place()).toBe('/people/number/%2B442079460142');
  });

  test('opens again once the page of the search was left', async () => {
    await pressKey('/');
    act(fieldLeft);
    arrives('card', aCard({}));
    expect(place()).toBe('/people/number/%2B442079460142');
  });

  test('opens over a search in which nobody has typed for a while', async () => {
    await pressKey('/');
    vi.advanceTimersByTime(6000);
    arrives('card', aCard({}));
    expect(place()).toBe('/people/number/%2B442079460142');
  });

  test('leaves alone who has words in a field', async () => {
    const field = document.querySelector('input');
    field?.focus();
    if (field) await type(field, 'Vic');
    vi.advanceTimersByTime(60_000);
    arrives('card', aCard({}));
    expect(place()).toBe('/');
  });
});
