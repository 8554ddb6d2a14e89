// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { type OpenedProps, onRequest } from '../../../agent-ui/src/ui/on-request.tsx';
import { draw, serve, shown, undraw, until } from './drawn.tsx';

afterEach(undraw);

const Sheet = ({ opened }: OpenedProps) => (opened ? <p>The sheet</p> : null);

test('what cannot be fetched leaves the page standing, and opens when it is asked for again', async () => {
  serve({});
  const load = vi
    .fn<() => Promise<typeof Sheet>>()
    .mockRejectedValueOnce(new Error('no line'))
    .mockResolvedValue(Sheet);
  const sheet = onRequest('test-sheet', load);
  await draw(
    <>
      <p>The page</p>
      <sheet.Place />
    </>,
  );
  expect(load).not.toHaveBeenCalled();
  sheet.ask();
  await until(() => expect(load).toHaveBeenCalledTimes(1));
  expect(shown()).toContain('The page');
  expect(shown()).not.toContain('The sheet');
  sheet.ask();
  await until(() => expect(shown()).toContain('The sheet'));
});
