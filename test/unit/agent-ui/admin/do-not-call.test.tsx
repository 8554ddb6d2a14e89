// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { DoNotCall } from '../../../../agent-ui/src/features/admin/do-not-call.tsx';
import { draw, lena, press, serve, shown, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

const row = { number: '+442079460101', reason: 'Asked us to stop', addedBy: lena, addedAt: Date.UTC(2026, 10, 21) };

test('shows who is not called and why; one press takes a number off', async () => {
  const asked = serve({ 'GET do-not-call': [row], 'DELETE do-not-call': null });
  await draw(<DoNotCall />);
  await until(() => expect(shown()).toContain('Asked us to stop'));
  expect(shown()).toContain('020 7946 0101');
  expect(shown()).toContain('Lena Fox');
  await press(the('button', /Take .* off the list/));
  await until(() => expect(asked.map(({ what }) => what)).toContain('DELETE do-not-call/%2B442079460101'));
});

test('an empty list says so', async () => {
  serve({ 'GET do-not-call': [] });
  await draw(<DoNotCall />);
  await until(() => expect(shown()).toContain('Nobody has asked not to be called.'));
});
