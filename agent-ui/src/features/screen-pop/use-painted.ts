import { useEffect } from 'react';
import { socket } from '../../socket/socket.ts';

/** Tells the server that the card stands on the glass: after two frames, and only on a visible page. */
export function usePainted(cardId: string): void {
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => socket.emit('painted', cardId));
    });
    return () => cancelAnimationFrame(frame);
  }, [cardId]);
}
