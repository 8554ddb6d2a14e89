import { expect } from 'vitest';
import type { DemoState } from '../../../schema/contracts/demo.ts';
import { eventually } from '../../support/eventually.ts';
import type { Screen } from './screen.ts';

/** Plays the caller or the desk phone through the demonstration's own routes. */
export async function play({ page }: Screen, path: string, data: object): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(`/api/v1/demo/${path}`, { data, headers: { origin } });
  expect(answer.ok()).toBe(true);
}

/**
 * Stops the scenes and puts an end to whatever rings or talks on this person's phone; whoever still waits for somebody would ring it
 * again, so they are waited for too.
 */
export async function quiet(screen: Screen): Promise<void> {
  await play(screen, 'scenes', { running: false });
  await eventually(
    async () => {
      await play(screen, 'phone', { action: 'decline' });
      await play(screen, 'phone', { action: 'put_down' });
      const { phone, calls } = (await (await screen.page.request.get('/api/v1/demo')).json()) as DemoState;
      expect(phone?.state).toBe('idle');
      expect(calls.filter(({ state }) => state !== 'talking')).toEqual([]);
    },
    { withinMs: 120_000, everyMs: 500 },
  );
}
