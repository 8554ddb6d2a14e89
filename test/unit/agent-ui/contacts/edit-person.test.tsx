// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { EditPerson } from '../../../../agent-ui/src/features/contacts/edit-person.tsx';
import type { ContactDetail } from '../../../../schema/contracts/contacts.ts';
import { choose, draw, press, serve, the, type, undraw, until } from '../drawn.tsx';

vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

const nino: ContactDetail = {
  id: 7,
  name: 'Nino',
  organisation: 'Tea',
  organisationId: 1,
  vip: false,
  level: 'new',
  phones: [{ id: 1, e164: '+442079460101', label: null }],
  owner: null,
  lastTalkAt: null,
  roles: [],
  favourite: null,
  birthday: null,
  callEveryDays: null,
  language: null,
  version: 3,
  createdAt: 1,
  lastTalkWith: null,
  calledThisWeek: 0,
  counts: { calls: 0, recordings: 0, notes: 0 },
  openCallbacks: [],
  colleagues: [],
  mergedFrom: [],
};

test('who saves second sees what changed, decides field by field, and overwrites nothing unseen', async () => {
  const newer = { ...nino, version: 4, organisation: 'Batumi Tea', vip: true };
  const saved: unknown[] = [];
  const asked = serve({
    'GET organisations': [],
    'GET contacts/7': newer,
    'PATCH contacts/7': (body: { version: number }) => {
      saved.push(body);
      if (body.version === 4) return Response.json({ ...newer, version: 5 });
      return Response.json({ error: { code: 'edit-conflict', message: '', requestId: '' } }, { status: 409 });
    },
  });
  const done = vi.fn();
  await draw(<EditPerson contact={nino} onDone={done} />);
  await type(the<HTMLInputElement>('input', 'Name'), 'Nino B.');
  await type(the<HTMLInputElement>('input', 'Company'), 'Tea Ltd');
  await press(the('button[type="submit"]', 'Save'));
  await until(() => expect(document.body.textContent).toContain('Somebody saved this person while you were writing'));
  expect(done).not.toHaveBeenCalled();
  expect(document.body.textContent).toContain('Batumi Tea');
  const [, mine] = document.querySelectorAll<HTMLInputElement>('input[name="clash-organisation"]');
  if (!mine) throw new Error('no choice');
  await press(mine as unknown as HTMLButtonElement);
  await press(the('button[type="submit"]', 'Save as chosen'));
  await until(() => expect(done).toHaveBeenCalled());
  expect(saved.at(-1)).toMatchObject({ version: 4, name: 'Nino B.', organisation: 'Tea Ltd', vip: true });
  expect(asked.filter(({ what }) => what === 'PATCH contacts/7')).toHaveLength(2);
});

test('a rhythm and a birthday are saved; what is no number of days is not', async () => {
  const saved: { version: number }[] = [];
  serve({
    'PATCH contacts/7': (body: { version: number }) => {
      saved.push(body);
      return Response.json({ ...nino, version: 4 });
    },
  });
  const done = vi.fn();
  await draw(<EditPerson contact={nino} onDone={done} />);
  const days = the<HTMLInputElement>('input', /^Call every/);
  await type(days, '400');
  expect(document.body.textContent).toContain('1 to 365 days');
  expect(the('button[type="submit"]', 'Save').disabled).toBe(true);
  await type(days, '۳۰');
  await type(the<HTMLInputElement>('input', 'Birthday: Day'), '14');
  await type(the<HTMLInputElement>('input', 'Birthday: Year'), '1979');
  // Half written it is neither saved nor lost.
  expect(the('button[type="submit"]', 'Save').disabled).toBe(true);
  await choose(the<HTMLSelectElement>('select', 'Birthday: Month'), '3');
  await press(the('button[type="submit"]', 'Save'));
  await until(() => expect(done).toHaveBeenCalled());
  expect(saved).toMatchObject([{ callEveryDays: 30, birthday: '1979-03-14' }]);
});
