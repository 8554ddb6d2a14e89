// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { DemoStrip } from '../../../../agent-ui/src/features/demo/demo-strip.tsx';
import { aSession, draw, press, serve, shown, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

test('a hostile name stands in the strip without the signs that turn it around', async () => {
  const name = '\u202eSWAP\u2066 "><b>\u0007\u200f';
  serve({
    'GET demo': {
      phone: { device: 'd', state: 'ringing', with: name },
      calls: [{ id: 'a', label: name, state: 'waiting', mine: false }],
      scenes: false,
    },
  });
  await draw(<DemoStrip />, { session: { ...aSession(), demo: true } });
  await until(() => expect(shown()).toContain('SWAP "><b>'));
  await press(the('button', '1 call now'));
  await until(() => expect(shown()).toContain('Calls right now'));
  expect([...document.querySelectorAll('bdi')].map((each) => each.textContent)).toEqual(['SWAP "><b>', 'SWAP "><b>']);
});
