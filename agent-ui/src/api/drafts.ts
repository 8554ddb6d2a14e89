import { useCallback, useState } from 'react';
import { useSession } from './session.ts';

const prefix = 'rb-draft';
const weekMs = 7 * 86_400_000;

interface Stored {
  readonly at: number;
  readonly value: unknown;
}

function read(name: string): unknown {
  try {
    const stored = JSON.parse(localStorage.getItem(name) ?? 'null') as Stored | null;
    return stored && Date.now() - stored.at < weekMs ? stored.value : undefined;
  } catch {
    return undefined;
  }
}

/** Drafts older than a week are of no use to anybody. */
function sweep(): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(`${prefix}:`) && read(name) === undefined) localStorage.removeItem(name);
  }
}

/** A full or forbidden store must not keep anybody from typing. */
function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), value }));
  } catch {
    sweep();
  }
}

/** For drafts that are nothing but a text. */
export const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * What is being typed about something: it outlives a reload, a crash and a lost line, on this machine, for this person.
 * `fits` looks at what was stored before it is trusted; null keeps nothing.
 */
export function useDraft<Value>(
  about: string | null,
  empty: Value,
  fits: (value: unknown) => value is Value,
): readonly [Value, (value: Value) => void, () => void] {
  const { user } = useSession();
  const name = about === null ? null : `${prefix}:${user.id}:${about}`;
  const [value, setValue] = useState<Value>(() => {
    const kept = name === null ? undefined : read(name);
    return fits(kept) ? kept : empty;
  });
  const change = useCallback(
    (next: Value) => {
      setValue(next);
      if (name !== null) write(name, next);
    },
    [name],
  );
  const forget = useCallback(() => {
    setValue(empty);
    if (name !== null) localStorage.removeItem(name);
  }, [name, empty]);
  return [value, change, forget];
}
