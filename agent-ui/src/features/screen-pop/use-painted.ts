import { useEffect } from 'react';
import { socket } from '../../socket/socket.ts';

/** Tells the server which calls stand on the glass: after two frames, and only on a visible page. */
export function usePainted(cardIds: readonly string[]): void {
  const ids = cardIds.join('\n');
  useEffect(() => {
    if (ids === '') return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        for (const id of ids.split('\n')) socket.emit('painted', id);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [ids]);
}
