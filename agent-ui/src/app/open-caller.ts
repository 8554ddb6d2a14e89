import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { pageOfCard } from '../features/screen-pop/caller.ts';
import { useLiveState } from '../socket/live-store.ts';
import { isTyping } from '../ui/keys.ts';

const yields = /^\/(people.*|calls.*)?$/;

/** Opens the caller's page when a call comes, unless the agent is typing or busy on a supervisor's page. */
export function useOpenCaller(): void {
  const card = useLiveState((state) =>
    state.cards.find((each) => each.state === 'ringing' || each.state === 'dialing'),
  );
  const busy = useLiveState((state) => state.cards.some((each) => each.state === 'talking'));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const opened = useRef<string | null>(null);
  const page = card ? pageOfCard(card) : null;
  const name = card && page !== null ? `${card.id} ${page}` : null;
  useEffect(() => {
    if (name === null || page === null || busy || opened.current === name) return;
    opened.current = name;
    if (isTyping() || !yields.test(pathname)) return;
    navigate(page);
  }, [name, page, busy, pathname, navigate]);
}
