// @vitest-environment jsdom
import { useQueryClient } from '@tanstack/react-query';
import { act, useState } from 'react';
import { flushSync } from 'react-dom';
import { Route, Routes } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { forgetPerson, useSession } from '../../../../agent-ui/src/api/session.ts';
import { SessionGate } from '../../../../agent-ui/src/app/session-gate.tsx';
import { aSession, draw, serve, shown, the, undraw, until } from '../drawn.tsx';

/** A part that is drawn anew between the sign-out and its being told of it, as by a clock or a card. */
function Part() {
  const { user } = useSession();
  const cache = useQueryClient();
  const [times, setTimes] = useState(0);
  const leave = (): void => {
    forgetPerson(cache);
    flushSync(() => setTimes(1));
  };
  return (
    <button type="button" onClick={leave}>
      {user.name} {times}
    </button>
  );
}

afterEach(undraw);

test('a part drawn anew while somebody signs out is still theirs, and then all of it is gone', async () => {
  serve({ 'GET session': aSession() });
  await draw(
    <Routes>
      <Route path="/sign-in" element={<p>Who are you?</p>} />
      <Route
        path="/"
        element={
          <SessionGate>
            <Part />
          </SessionGate>
        }
      />
    </Routes>,
  );
  await until(() => the('button', 'Anna Keller 0'));
  act(() => the('button', 'Anna Keller 0').click());
  await until(() => expect(shown()).toContain('Who are you?'));
  expect(shown()).not.toContain('Anna Keller');
});
