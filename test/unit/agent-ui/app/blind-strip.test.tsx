// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { BlindStrip } from '../../../../agent-ui/src/ui/blind-strip.tsx';
import { draw, serve, undraw } from '../drawn.tsx';

afterEach(undraw);

const noon = Date.UTC(2026, 10, 21, 12);
const items = () => [...document.querySelectorAll('[data-blind] li')].map((one) => one.textContent);

test('above a board stands in red what nobody has seen of its stretch, the latest first', async () => {
  const past = (id: number, startedAt: number) => ({ id, startedAt, endedAt: startedAt + 9_000, why: 'silent' });
  const windows = [2, 3, 4].map((minutes) => past(minutes, noon - minutes * 60_000));
  serve({
    'GET coverage/blind': [
      { id: 9, startedAt: noon, endedAt: null, why: 'silent' },
      ...windows,
      past(1, noon - 86_400_000),
    ],
  });
  await draw(<BlindStrip from={noon - 3_600_000} />);
  await vi.waitFor(() =>
    expect(items()).toEqual([
      '21 Nov 12:00:00 – still not seen',
      '21 Nov 11:58:00–11:58:09 (0:09)',
      '21 Nov 11:57:00–11:57:09 (0:09)',
      'and 1 more stretch',
    ]),
  );
});

test('nothing stands there when all of its stretch was seen', async () => {
  const asked = serve({ 'GET coverage/blind': [{ id: 1, startedAt: noon, endedAt: noon + 1, why: 'silent' }] });
  await draw(<BlindStrip from={noon + 1} />);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(document.querySelector('[data-blind]')).toBeNull();
});
