// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { ErasePerson } from '../../../../agent-ui/src/features/contacts/erase-person.tsx';
import { draw, press, serve, the, type, undraw, until } from '../drawn.tsx';

vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

const extent = { numbers: 2, calls: 14, recordings: 3, callbacks: 5, notes: 4 };
const contact = { id: 7, name: 'Zoraida Quennell' };
const open = (live: number) => {
  const asked = serve({
    'GET contacts/7/erasure': { ...extent, live },
    'POST contacts/7/erase': { filesLeft: 0 },
  });
  const onClose = vi.fn();
  return { asked, onClose, shown: draw(<ErasePerson contact={contact} onClose={onClose} />) };
};

test('first what goes, then the name: nothing is asked of the server before it is typed', async () => {
  const { asked, shown } = open(0);
  await shown;
  await until(() => expect(document.body.textContent).toContain('Calls 14'));
  await press(the('button', 'Go on'));
  const erase = the<HTMLButtonElement>('button', 'Erase for good');
  expect(erase.disabled).toBe(true);
  const field = the<HTMLInputElement>('input', /Type the name/);
  await type(field, 'Zoraida Quennel');
  expect(erase.disabled).toBe(true);
  expect(asked.some(({ what }) => what.startsWith('POST'))).toBe(false);
  await type(field, 'Zoraida Quennell');
  await press(the('button', 'Erase for good'));
  await until(() =>
    expect(asked.find(({ what }) => what === 'POST contacts/7/erase')?.body).toEqual({
      name: 'Zoraida Quennell',
    }),
  );
});

test('who is still owed a call cannot be erased, and is told what to do first', async () => {
  await open(1).shown;
  await until(() => expect(document.body.textContent).toContain('Return or close it first'));
  expect(the<HTMLButtonElement>('button', 'Go on').disabled).toBe(true);
});
