// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { PlanContact } from '../../../../agent-ui/src/features/contacts/plan-contact.tsx';
import { draw, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

async function planned(fill: () => Promise<void>) {
  const asked = serve({
    'GET today': { items: [], settled: [], done: { calledBack: 0, reached: 0, settled: 0 } },
    'POST callbacks': {},
  });
  await draw(<PlanContact contactId={7} everyDays={30} />);
  await press(the('button', 'Next contact'));
  await until(() => expect(the('input', 'Another number')).toBeDefined());
  await fill();
  await press(the('button', /^Tomorrow/));
  await press(the('button[type="submit"]', 'Plan it'));
  await until(() => expect(asked.some(({ what }) => what === 'POST callbacks')).toBe(true));
  return asked.find(({ what }) => what === 'POST callbacks')?.body;
}

test('a next contact is my own, on the number we know', async () => {
  expect(await planned(async () => {})).toEqual({ contactId: 7, origin: 'follow_up', dueAt: expect.any(Number) });
});

test('a customer with a rhythm is planned by it at one press', async () => {
  const asked = serve({
    'GET today': { items: [], settled: [], done: { calledBack: 0, reached: 0, settled: 0 } },
    'POST callbacks': {},
  });
  await draw(<PlanContact contactId={7} everyDays={30} />);
  await press(the('button', 'Next contact'));
  await until(() => the('button', /^By rhythm/));
  await press(the('button', /^By rhythm/));
  await press(the('button[type="submit"]', 'Plan it'));
  await until(() => expect(asked.some(({ what }) => what === 'POST callbacks')).toBe(true));
  const body = asked.find(({ what }) => what === 'POST callbacks')?.body;
  const monthAhead = expect.toSatisfy((at: number) => at - Date.now() > 28 * 86_400_000);
  expect(body).toEqual({ contactId: 7, origin: 'follow_up', dueAt: monthAhead });
});

test('a call the customer asked for goes to another number, and is owed like a missed call', async () => {
  const body = await planned(async () => {
    await type(the<HTMLInputElement>('input', 'Another number'), ' 020 7946 0123 ');
    await press(the('button', 'Call requested'));
    await until(() => expect(shown()).toContain('owed like a missed call'));
  });
  expect(body).toEqual({ contactId: 7, origin: 'requested', number: '020 7946 0123', dueAt: expect.any(Number) });
});

test.each([
  ['Answer promised', 'reply'],
  ['Payment', 'payment'],
])('%s is a debt of its own kind', async (word, origin) => {
  const body = await planned(() => press(the('button', word)));
  expect(body).toEqual({ contactId: 7, origin, dueAt: expect.any(Number) });
});
