// @vitest-environment jsdom
import { act, lazy } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { PeoplePage } from '../../../../agent-ui/src/features/contacts/people-page.tsx';
import { SearchPlace } from '../../../../agent-ui/src/features/contacts/search-soon.tsx';
import { draw, serve, the, type, undraw, until } from '../drawn.tsx';

const label = 'Name, number in any spelling, company';
const field = () => the<HTMLInputElement>('input', label);

/** The search while its page is on its way; the returned function brings the page. */
async function searchBegins(): Promise<() => Promise<void>> {
  let bring: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    bring = resolve;
  });
  const Page = lazy(async () => {
    await arrived;
    return { default: PeoplePage };
  });
  await draw(
    <SearchPlace>
      <Page />
    </SearchPlace>,
  );
  return () => act(async () => bring());
}
const enter = (): Promise<void> =>
  act(async () => {
    field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });

describe('the search of people before its page has come', () => {
  afterEach(undraw);

  test('has the field and the focus, and the page goes on with what was typed', async () => {
    const asked = serve({ 'GET contacts': { rows: [], next: null } });
    const bring = await searchBegins();
    const soon = field();
    expect(document.activeElement).toBe(soon);
    await type(soon, 'Vict');
    await bring();
    expect(field()).not.toBe(soon);
    expect(field().value).toBe('Vict');
    expect(document.activeElement).toBe(field());
    await until(() => expect(asked.map(({ what }) => what)).toContain('GET contacts?q=Vict'));
  });

  test('an Enter that fell before asks at once', async () => {
    const asked = serve({ 'GET contacts': { rows: [], next: null } });
    const bring = await searchBegins();
    await type(field(), 'Vict');
    await enter();
    await bring();
    expect(asked.map(({ what }) => what)).toContain('GET contacts?q=Vict');
  });

  test('begins empty the next time, though it was left before its page had come', async () => {
    serve({ 'GET contacts': { rows: [], next: null } });
    await searchBegins();
    await type(field(), 'left behind');
    await enter();
    undraw();
    const asked = serve({ 'GET contacts': { rows: [], next: null } });
    await draw(
      <SearchPlace>
        <PeoplePage />
      </SearchPlace>,
    );
    expect(field().value).toBe('');
    await until(() => expect(asked.map(({ what }) => what)).toEqual(['GET contacts']));
  });
});
