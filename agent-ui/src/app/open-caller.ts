import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { pageOfCard } from '../features/screen-pop/caller.ts';
import { useLiveState } from '../socket/live-store.ts';
import { isWriting } from '../ui/keys.ts';

const yields = /^\/(people.*|calls.*)?$/;

/**
 * Opens the caller's page when a call comes, unless the agent is typing or busy on a supervisor's page. A talk keeps
 * its page; by itself it is opened only where nothing else is (after a reload).
 */
export function useOpenCaller(): void {
  const talking = useLiveState(({ cards }) => cards.find(({ state }) => state === 'talking'));
  const coming = useLiveState(({ cards }) => cards.find(({ state }) => state === 'ringing' || state === 'dialing'));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const opened = useRef<string | null>(null);
  const card = talking ?? coming;
  const page = card ? pageOfCard(card) : null;
  const name = card && page !== null ? `${card.id} ${page}` : null;
  const mayOpen = talking ? pathname === '/' : yields.test(pathname);
  useEffect(() => {
    if (name === null || page === null || opened.current === name) return;
    opened.current = name;
    if (mayOpen && !isWriting() && decodeURIComponent(pathname) !== decodeURIComponent(page)) navigate(page);
  }, [name, page, mayOpen, pathname, navigate]);
}
