// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { RowMenu } from '../../../../agent-ui/src/features/today/row-menu.tsx';
import { aCallback } from '../debt-board/a-callback.ts';
import { aSession, draw, lena, serve, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

test('an entry that rests says why under its name, in the language of the screen', async () => {
  serve({});
  const item = aCallback({ owner: lena });
  const session = aSession('agent');
  await draw(<RowMenu item={item} opened onChange={vi.fn()} />, { session });
  await until(() => expect(the('[role=menuitem]', /^Put off/).textContent).toContain('Lena Fox has it'));
  expect(the('[role=menuitem]', /^Put off/).disabled).toBe(true);
  expect(the('[role=menuitem]', /^Done/).textContent).toContain('A call settles it, or a supervisor');
  expect(the('[role=menuitem]', /^Call/).disabled).toBe(false);
  undraw();

  serve({});
  await draw(<RowMenu item={item} opened onChange={vi.fn()} />, { language: 'ru', session });
  await until(() => expect(the('[role=menuitem]', /^Отложить/).textContent).toContain('Этим занимается Lena Fox'));
});
