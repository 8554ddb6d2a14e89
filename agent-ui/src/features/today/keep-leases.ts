import type { RingbackSocket } from '../../socket/socket.ts';

const everyMs = 10_000;
const answerWithinMs = 4_000;
const againMs = 1_000;

/** Only what is needed of the line to the server. */
export type LeaseLine = Pick<RingbackSocket, 'timeout'>;

/**
 * Keeps the leases of these items while the tab lives: every ten seconds, and again at once when the server did not
 * answer, so that one slow moment never costs an agent the item in their hands (a lease lasts 30 s).
 * `onLost` is told when some are no longer theirs. Answers how to stop.
 */
export function keepLeases(line: LeaseLine, ids: readonly number[], onLost: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  function renew(): void {
    line.timeout(answerWithinMs).emit('renew', ids, (unanswered, kept) => {
      if (stopped) return;
      if (!unanswered && kept.length < ids.length) onLost();
      timer = setTimeout(renew, unanswered ? againMs : everyMs);
    });
  }
  renew();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
