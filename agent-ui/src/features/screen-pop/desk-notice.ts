import { useEffect } from 'react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { socket } from '../../socket/socket.ts';
import { grouped } from '../../ui/number-format.ts';
import { callerOf } from './caller.ts';
import { useWords } from './words.ts';

/**
 * A ringing call as a notice of the desktop, while this page is out of view: a later one of the same call takes its
 * place, also one of another tab, and it goes with the ring.
 */
export function useDeskNotice(card: LiveCard | null): void {
  const { t } = useWords();
  const id = card?.id ?? null;
  const caller = card ? callerOf(card) : null;
  const who = caller?.name ?? (caller?.number ? grouped(caller.number) : t('notice.withheld'));
  const title = card?.line
    ? t('ring.announceOn', { name: who, line: card.line.name })
    : t('ring.announce', { name: who });
  useEffect(() => {
    if (id === null || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    let shown: Notification | undefined;
    const look = (): void => {
      if (!document.hidden) {
        shown?.close();
        shown = undefined;
        return;
      }
      if (shown) return;
      // The ring sounds by itself.
      shown = new Notification(title, { tag: id, silent: true, requireInteraction: true });
      shown.onshow = () => socket.emit('painted', id);
      shown.onclick = () => window.focus();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      shown?.close();
    };
  }, [id, title]);
}
