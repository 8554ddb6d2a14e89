// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { SettleDialog } from '../../../../agent-ui/src/features/today/settle-dialog.tsx';
import { aCallback } from '../debt-board/a-callback.ts';
import { draw, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

afterEach(undraw);

const note = () => the<HTMLTextAreaElement>('textarea', /note/i);

test.each([
  ['payment', 'paid'],
  ['reply', 'answered_in_writing'],
] as const)('a plan of the kind %s ends with a reason of its own kind first', async (origin, reason) => {
  const item = aCallback({ origin });
  const asked = serve({ [`POST callbacks/${item.id}/close`]: aCallback({ state: 'closed' }) });
  await draw(<SettleDialog item={item} onClose={() => undefined} />);
  await until(() => note());
  await type(note(), 'as agreed');
  await press(the('button', 'Done'));
  await until(() => expect(asked.at(-1)?.body).toEqual({ reason, note: 'as agreed' }));
});

test('what was typed outlives the dialog and the page, until it is stored', async () => {
  const item = aCallback({ origin: 'follow_up' });
  const onClose = vi.fn();
  await draw(<SettleDialog item={item} onClose={onClose} />);
  await until(() => expect(shown()).toContain('Done'));
  await type(note(), 'They found it themselves');
  undraw();

  const asked = serve({ [`POST callbacks/${item.id}/close`]: aCallback({ state: 'closed' }) });
  await draw(<SettleDialog item={item} onClose={onClose} />);
  await until(() => expect(note().value).toBe('They found it themselves'));
  await press(the('button', 'Done'));
  await until(() => expect(onClose).toHaveBeenCalledOnce());
  expect(asked.at(-1)?.body).toMatchObject({ note: 'They found it themselves' });
  undraw();

  await draw(<SettleDialog item={item} onClose={onClose} />);
  await until(() => expect(note().value).toBe(''));
});
