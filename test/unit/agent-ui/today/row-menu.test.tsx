// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { RowMenu } from '../../../../agent-ui/src/features/today/row-menu.tsx';
import { aCallback } from '../debt-board/a-callback.ts';
import { aSession, draw, lena, press, serve, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

test('an entry that rests says why under its name, in the language of the screen', async () => {
  serve({});
  const item = aCallback({ owner: lena });
  const session = aSession('agent');
  const close = vi.fn();
  await draw(<RowMenu item={item} opened onChange={close} />, { session });
  await until(() => expect(the('[role=menuitem]', /^Put off/).textContent).toContain('Lena Fox has it'));
  // It takes the focus, so that the reason is heard, and does nothing.
  expect(the('[role=menuitem]', /^Put off/).ariaDisabled).toBe('true');
  expect(the('[role=menuitem]', /^Put off/).disabled).toBe(false);
  await press(the('[role=menuitem]', /^Put off/));
  expect(close).not.toHaveBeenCalled();
  expect(the('[role=menuitem]', /^Done/).textContent).toContain('A call settles it, or a supervisor');
  expect(the('[role=menuitem]', /^Call/).ariaDisabled).toBe('false');
  undraw();

  serve({});
  await draw(<RowMenu item={item} opened onChange={vi.fn()} />, { language: 'ru', session });
  await until(() => expect(the('[role=menuitem]', /^Отложить/).textContent).toContain('Этим занимается Lena Fox'));
});
