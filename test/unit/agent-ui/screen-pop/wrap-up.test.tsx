// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyDraft, type WrapUpEntry } from '../../../../agent-ui/src/features/screen-pop/wrap-up-entry.ts';
import { WrapUpPanel } from '../../../../agent-ui/src/features/screen-pop/wrap-up-panel.tsx';
import { WrapUpSavers } from '../../../../agent-ui/src/features/screen-pop/wrap-up-savers.tsx';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { draw, named, press, serve, shown, the, undraw, until } from '../drawn.tsx';
import { aCard, anItem } from '../live-builders.ts';

const orders = { id: 1, key: 'orders', name: 'Orders' };
const line = {
  ...orders,
  dids: [],
  group: 'main',
  language: 'en',
  queue: null,
  dueMinutes: 30,
  version: 1,
  greeting: null,
  checklist: [],
};
const own = [
  { name: 'Sold', more: ['by phone', 'by mail'] },
  { name: 'Thinks it over', more: [] },
];
const lead: LiveCard['matches'][number] = {
  contact: { id: 10, name: 'Helen Marsh', organisation: null, vip: false },
  reason: 'only_match',
  owner: null,
  level: 'prospect',
  lastTalkAt: null,
  lastTalkWith: null,
  lastNote: null,
};
const contact = {
  ...lead.contact,
  level: 'prospect',
  phones: [],
  owner: null,
  lastTalkAt: null,
  organisationId: null,
  roles: [],
  favourite: null,
  birthday: null,
  callEveryDays: null,
  language: null,
  version: 1,
  createdAt: 0,
  lastTalkWith: null,
  calledThisWeek: 0,
  counts: { calls: 0, recordings: 0, notes: 0 },
  openCallbacks: [],
  colleagues: [],
  mergedFrom: [],
};
const stored = 'rb-wrap-up';

/** As if another tab of the same person had written it. */
function waiting(entries: readonly WrapUpEntry[]): void {
  localStorage.setItem(stored, JSON.stringify({ entries, finished: [] }));
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: stored })));
}
function talked(more: Partial<LiveCard> = {}, chip: string | null = null): void {
  const at = Date.now();
  const card = aCard({
    state: 'ended',
    startedAt: at,
    talkingSince: at,
    endedAt: at,
    line: orders,
    callId: 5,
    ...more,
  });
  waiting([{ card, draft: { ...emptyDraft, chip }, saving: false }]);
}
const kept = (): WrapUpEntry['draft'] => JSON.parse(localStorage.getItem(stored) ?? '').entries[0].draft;
const pressed = () => named('button[aria-pressed="true"]', /./).map(({ textContent }) => textContent);
const key = (code: string) =>
  act(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: code.slice(-1), code, bubbles: true }));
  });
const panel = (onNext = () => undefined) => (
  <>
    <WrapUpPanel onNext={onNext} next="" />
    <WrapUpSavers />
  </>
);

vi.setConfig({ testTimeout: 20_000 });
beforeEach(() => waiting([]));
afterEach(() => {
  undraw();
  localStorage.clear();
});

describe('how a talk went', () => {
  test('is one of the line’s own list, by its key, with its finer kinds below it', async () => {
    serve({ 'GET lines': [{ ...line, outcomes: own }] });
    talked();
    await draw(panel());
    await until(() => the('button', 'Sold'));
    expect(named('button', 'Order taken')).toEqual([]);
    expect(named('button', 'by phone')).toEqual([]);
    await key('Digit1');
    expect(kept().chip).toBe('Sold');
    await press(the('button', 'by mail'));
    expect(kept().chip).toBe('Sold: by mail');
    expect(pressed()).toEqual(['Sold', 'by mail', 'Follow-up', 'None']);
    await press(the('button', 'by mail'));
    expect(kept().chip).toBe('Sold');
    await key('Digit2');
    expect(kept().chip).toBe('Thinks it over');
    expect(named('button', 'by phone')).toEqual([]);
    await key('Digit3');
    expect(kept().chip).toBe('Thinks it over');
    await key('Digit2');
    expect(kept().chip).toBeNull();
  });

  test('is one of six where a line has no list', async () => {
    serve({ 'GET lines': [{ ...line, outcomes: null }] });
    talked();
    await draw(panel());
    await until(() => the('button', 'Order taken'));
    await key('Digit6');
    expect(kept().chip).toBe('other');
  });

  test('stays in view when the list has changed since, and can be taken back', async () => {
    serve({ 'GET lines': [{ ...line, outcomes: own }] });
    talked({}, 'Sold: by fax');
    await draw(panel());
    await until(() => the('button', 'Sold'));
    await press(the('button', 'Sold: by fax'));
    expect(kept().chip).toBeNull();
    expect(named('button', 'Sold: by fax')).toEqual([]);
  });
});

describe('the next contact', () => {
  test('may be an answer that was promised within hours', async () => {
    const asked = serve({ 'GET lines': [{ ...line, outcomes: null }] });
    vi.useFakeTimers({ now: Date.parse('2026-03-04T10:00:00Z'), toFake: ['Date'] });
    try {
      talked();
      await draw(panel());
      expect(named('button', /^In 1 hour/)).toEqual([]);
      await press(the('button', 'Answer promised'));
      const before = Date.now();
      await press(the('button', /^In 1 hour/));
      expect(pressed()).toEqual([expect.stringMatching(/^Answer promised/), expect.stringMatching(/^In 1 hour/)]);
      expect(kept()).toMatchObject({ nextIs: 'reply', nextAt: expect.toSatisfy((at) => at - before > 50 * 60_000) });
      // What was promised stays as it was while the minutes go on.
      const promised = kept().nextAt;
      vi.setSystemTime(Date.now() + 5 * 60_000);
      await press(the('button', 'Save'));
      await until(() => expect(asked.some(({ what }) => what.includes('wrap-up'))).toBe(true));
      expect(asked.find(({ what }) => what.includes('wrap-up'))?.body).toMatchObject({
        next: { dueAt: promised, origin: 'reply' },
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test('of a draft that an older page has kept is a follow-up', async () => {
    serve({ 'GET lines': [{ ...line, outcomes: null }] });
    talked();
    const entries = JSON.parse(localStorage.getItem(stored) ?? '').entries;
    waiting(entries.map((entry: WrapUpEntry) => ({ ...entry, draft: { chip: null, note: 'tea', nextAt: null } })));
    await draw(panel());
    expect(pressed()).toContain('Follow-up');
    expect(shown()).toContain('tea');
  });
});

describe('a lead without a next step', () => {
  const saves = (asked: readonly { what: string }[]) => asked.filter(({ what }) => what.includes('wrap-up')).length;
  test('is asked for once; who saves again means it', async () => {
    const asked = serve({ 'GET lines': [{ ...line, outcomes: null }], 'GET contacts/10': contact });
    const onNext = vi.fn();
    talked({ matches: [lead] });
    await draw(panel(onNext));
    await until(() => expect(document.querySelector('[data-wanted]')).not.toBeNull());
    await press(the('button', /^Save and next/));
    await until(() => expect(shown()).toContain('A lead without a next step gets lost'));
    expect(saves(asked)).toBe(0);
    expect(onNext).not.toHaveBeenCalled();
    await press(the('button', /^Save and next/));
    await until(() => expect(saves(asked)).toBe(1));
    expect(onNext).toHaveBeenCalledOnce();
  });

  test('is not asked for where something is planned, nor of a customer', async () => {
    const planned = { ...contact, openCallbacks: [anItem({ origin: 'follow_up' })] };
    const asked = serve({ 'GET lines': [{ ...line, outcomes: null }], 'GET contacts/10': planned });
    talked({ matches: [lead] });
    await draw(panel());
    await until(() => expect(asked.some(({ what }) => what === 'GET contacts/10')).toBe(true));
    await press(the('button', 'Save'));
    await until(() => expect(saves(asked)).toBe(1));
    undraw();
    const again = serve({ 'GET lines': [{ ...line, outcomes: null }] });
    talked({ matches: [{ ...lead, level: 'active' }] });
    await draw(panel());
    await press(the('button', 'Save'));
    await until(() => expect(saves(again)).toBe(1));
    expect(shown()).not.toContain('A lead without a next step');
  });
});
