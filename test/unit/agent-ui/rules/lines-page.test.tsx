// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { LinesPage } from '../../../../agent-ui/src/features/rules/lines-page.tsx';
import { aSession, draw, named, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

const line = {
  id: 3,
  key: 'sales',
  name: 'Sales',
  dids: [],
  group: 'main',
  language: 'en',
  queue: null,
  dueMinutes: 30,
  version: 7,
  greeting: null,
  checklist: ['Number read back'],
  outcomes: [{ name: 'Sold', more: ['by phone, urgent'] }],
};
const saved = (): Response => new Response(null, { status: 204 });
const field = (name: string) => the<HTMLInputElement>('input', name);
const area = (name: RegExp) => the<HTMLTextAreaElement>('textarea', name);

vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

test('an admin writes what stands beside the calls of a line', async () => {
  const asked = serve({ 'GET lines': [line], 'PATCH lines/3': saved });
  await draw(<LinesPage />, { session: aSession('admin') });
  await until(() => the('button', 'Edit: Sales'));
  await press(the('button', 'Edit: Sales'));
  await until(() => field('Outcome 1'));
  await type(area(/^Greeting/), '  Harbour, good day. ');
  await type(area(/^Checklist/), 'Number read back\n\n Day agreed \nDay agreed');
  await press(the('button', 'Add an outcome'));
  await press(the('button', 'Add an outcome'));
  await type(field('Outcome 2'), 'sold');
  expect(shown()).toContain('none may be there twice');
  expect(the('button', 'Save').disabled).toBe(true);
  await type(field('Outcome 2'), 'Thinks it over');
  expect(shown()).not.toContain('none may be there twice');
  await press(the('button', 'Save'));
  await until(() => expect(named('button', 'Save')).toEqual([]));
  expect(asked.find(({ what }) => what === 'PATCH lines/3')?.body).toEqual({
    version: 7,
    name: 'Sales',
    language: 'en',
    group: 'main',
    greeting: 'Harbour, good day.',
    checklist: ['Number read back', 'Day agreed'],
    outcomes: [
      { name: 'Sold', more: ['by phone, urgent'] },
      { name: 'Thinks it over', more: [] },
    ],
  });
});

test('a line without a list says what it has, and a list that is taken away leaves that', async () => {
  const asked = serve({ 'GET lines': [line], 'PATCH lines/3': saved });
  await draw(<LinesPage />, { session: aSession('admin') });
  await until(() => the('button', 'Edit: Sales'));
  await press(the('button', 'Edit: Sales'));
  await until(() => the('button', 'Remove outcome 1'));
  await press(the('button', 'Remove outcome 1'));
  expect(shown()).toContain('No list of its own: Order taken, Question answered, Complaint');
  await press(the('button', 'Save'));
  await until(() => expect(named('button', 'Save')).toEqual([]));
  expect(asked.find(({ what }) => what === 'PATCH lines/3')?.body).toMatchObject({ greeting: null, outcomes: null });
});

test('who is no admin looks at the lines and changes none', async () => {
  serve({ 'GET lines': [line] });
  await draw(<LinesPage />, { session: aSession('supervisor') });
  await until(() => expect(shown()).toContain('Sales'));
  expect(named('button', /Edit/)).toEqual([]);
});
