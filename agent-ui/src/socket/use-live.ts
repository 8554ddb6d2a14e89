import { useEffect, useRef } from 'react';
import type { ServerToClient } from '../../../schema/contracts/socket.ts';
import { socket } from './socket.ts';

type Names = keyof ServerToClient;

/** Calls the handler for every event of that name while the component stands; the newest handler is used. */
export function useLive<Name extends Names>(name: Name, handler: ServerToClient[Name]): void {
  const newest = useRef(handler);
  newest.current = handler;
  useEffect(() => {
    const listener = (...args: unknown[]): void => {
      (newest.current as (...given: unknown[]) => void)(...args);
    };
    // The listener forwards whatever the named event carries, so its shape is that of the handler.
    const typed = listener as never;
    socket.on(name, typed);
    return () => {
      socket.off(name, typed);
    };
  }, [name]);
}
