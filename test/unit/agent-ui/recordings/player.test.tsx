// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RecordingPlayer } from '../../../../agent-ui/src/features/recordings/player.tsx';
import type { RecordingView } from '../../../../schema/contracts/calls.ts';
import { draw, press, serve, shown, the, undraw, until } from '../drawn.tsx';

const recording = (over: Partial<RecordingView> = {}): RecordingView => ({
  id: 7,
  callId: 1,
  state: 'ready',
  bytes: 1000,
  durationMs: 48_000,
  muted: [],
  startedAt: 0,
  agents: [],
  links: [],
  ...over,
});
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

describe('the player of a recording', () => {
  test.each([
    ['pending', 'The recording is still being written.'],
    ['empty', 'The recording has no sound.'],
    ['missing', 'The recording’s file never came from the phone system.'],
  ] as const)('says in words what %s means', async (state, words) => {
    await draw(<RecordingPlayer recording={recording({ state })} />);
    expect(shown()).toContain(words);
    expect(document.querySelector('[role="slider"]')).toBeNull();
  });

  test('fetches nothing before somebody plays: each hearing is on the record', async () => {
    const asked = serve({});
    const told = vi.spyOn(console, 'error').mockReturnValue();
    await draw(<RecordingPlayer recording={recording()} />);
    expect(asked).toEqual([]);
    await press(the('button', 'Play'));
    await until(() => expect(shown()).toContain('The sound could not be loaded. The file is safe.'));
    expect(asked.map(({ what }) => what)).toEqual(['GET recordings/7/audio']);
    expect(told).toHaveBeenCalledWith('The recording could not be loaded', expect.any(Error));
    told.mockRestore();
  });

  test('is a slider that tells its place in words, left to right also in Persian', async () => {
    await draw(<RecordingPlayer recording={recording()} />, { language: 'fa' });
    const slider = the('[role="slider"]', /./);
    expect(slider.getAttribute('aria-valuemax')).toBe('48');
    expect(slider.getAttribute('aria-valuetext')).toContain('۰:۴۸');
    expect(slider.closest('[dir="ltr"]')).not.toBeNull();
  });

  test('changes its speed step by step', async () => {
    await draw(<RecordingPlayer recording={recording()} />);
    const speed = the('button', /^Speed/);
    const seen: (string | null)[] = [];
    for (let times = 0; times < 4; times++) {
      await press(speed);
      seen.push(speed.textContent);
    }
    expect(seen).toEqual(['1.25×', '1.5×', '2×', '1×']);
  });
});
