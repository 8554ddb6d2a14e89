import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Problem, type ProblemCode } from '../../../../schema/contracts/problem.ts';
import { Wall } from '../../../../schema/contracts/wall.ts';
import { ApiProblem, address } from '../../api/client.ts';

const kept = 'rb-wall';
const everyMs = 3_000;

interface Heard {
  readonly wall: Wall;
  /** How far the server's clock is ahead of this screen's. */
  readonly offset: number;
}

/**
 * The key this screen came with: after `#` in its address, where no server and no log sees it, and remembered, so that a
 * screen that was switched off comes back by itself. Null: somebody who is signed in looks.
 */
export function wallKey(): string | null {
  const given = /^#(rbk_[A-Za-z0-9_-]{20,200})$/.exec(window.location.hash)?.[1];
  if (given !== undefined) localStorage.setItem(kept, given);
  return given ?? (window.location.hash === '#signed-in' ? null : localStorage.getItem(kept));
}

async function ask(key: string | null, signal: AbortSignal): Promise<Wall> {
  const path = address(key === null ? 'wall/signed-in' : 'wall');
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(path, { signal, headers, credentials: key === null ? 'same-origin' : 'omit' });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiProblem(codeIn(body), answer.status);
  return Wall.parse(body);
}

function codeIn(body: unknown): ProblemCode {
  const problem = Problem.safeParse(body);
  return problem.success ? problem.data.error.code : 'internal';
}

/** What the wall shows now, asked again every few seconds; what was last heard stays while nothing comes. */
export function useWall() {
  const key = useMemo(wallKey, []);
  const query = useQuery<Heard>({
    queryKey: ['wall', key === null],
    retry: false,
    // A key that was ended is not tried again: wrong keys from one address shut the door for good ones too.
    refetchInterval: ({ state }) => (isEnded(state.error) ? false : everyMs),
    refetchIntervalInBackground: true,
    queryFn: async ({ signal }) => {
      // The clock of a screen on a wall may be hours off: what counts is how far it is from the server's.
      const wall = await ask(key, signal);
      return { wall, offset: wall.now - Date.now() };
    },
  });
  return { query, ended: isEnded(query.error), signedIn: key === null };
}

const isEnded = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 401 || error.status === 403);
