// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { OutcomeBar } from '../../../../agent-ui/src/features/screen-pop/over-bars.tsx';
import { draw, named, serve, shown, undraw } from '../drawn.tsx';
import { anAttempt } from '../live-builders.ts';

afterEach(undraw);

const ended = (detail: string | null) =>
  anAttempt({ callbackId: 7, step: 'over', outcome: 'cancelled', detail, endedAt: 1 });

test('a customer who called in meanwhile is not to be tried again', async () => {
  serve({});
  await draw(<OutcomeBar attempt={ended('served_meanwhile')} onDismiss={() => {}} />);
  expect(shown()).toContain('They called in meanwhile and are talking with a colleague.');
  expect(named('button', /again/i)).toEqual([]);
});

test('any other end of a callback may be tried again', async () => {
  serve({});
  await draw(<OutcomeBar attempt={ended(null)} onDismiss={() => {}} />);
  expect(named('button', /again/i)).toHaveLength(1);
});
