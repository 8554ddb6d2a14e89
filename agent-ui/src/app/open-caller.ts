import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { LiveCard } from '../../../schema/contracts/live.ts';
import { useSession } from '../api/session.ts';
import { pageOfCard } from '../features/screen-pop/caller.ts';
import { useLiveState } from '../socket/live-store.ts';
import { isWriting } from '../ui/keys.ts';

const yields = /^\/(people.*|calls.*)?$/;

/**
 * Opens the caller's page when a call comes, as the person has chosen, unless the agent is typing or busy on a
 * supervisor's page. A talk keeps its page; by itself it is opened only where nothing else is (after a reload).
 */
export function useOpenCaller(): void {
  const { popWhen, popAs } = useSession().user;
  const talking = useLiveState(({ cards }) => cards.find(({ state }) => state === 'talking'));
  const coming = useLiveState(({ cards }) => cards.find(({ state }) => state === 'ringing' || state === 'dialing'));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const opened = useRef<string | null>(null);
  const waitsForAnswer = popWhen === 'answer' && !talking && coming?.state === 'ringing';
  const card = waitsForAnswer ? undefined : (talking ?? coming);
  const page = card && popWhen !== 'never' && popAs === 'card' ? pageOfCard(card) : null;
  const name = card && page !== null ? `${card.id} ${page}` : null;
  const mayOpen = talking && popWhen === 'ring' ? pathname === '/' : yields.test(pathname);
  useEffect(() => {
    if (name === null || page === null || opened.current === name) return;
    opened.current = name;
    if (mayOpen && !isWriting() && decodeURIComponent(pathname) !== decodeURIComponent(page)) navigate(page);
  }, [name, page, mayOpen, pathname, navigate]);
  useOwnAddress(card);
}

/** Opens the company's own address for an inbound call, once for all tabs: the first that gets the lock. */
function useOwnAddress(card: LiveCard | undefined): void {
  const { popWhen, popAs, popUrl } = useSession().user;
  const done = useRef<string | null>(null);
  const wanted = popAs === 'url' && popWhen !== 'never' && popUrl !== null && card?.direction === 'inbound';
  const number = wanted ? (card?.number ?? null) : null;
  const id = number === null ? null : (card?.id ?? null);
  useEffect(() => {
    if (id === null || number === null || popUrl === null || done.current === id) return;
    done.current = id;
    const kept = `rb-opened ${id}`;
    const open = (): void => {
      if (localStorage.getItem('rb-opened') === kept) return;
      localStorage.setItem('rb-opened', kept);
      window.open(popUrl.replaceAll('{number}', encodeURIComponent(number)), '_blank', 'noopener,noreferrer');
    };
    if (navigator.locks) void navigator.locks.request('rb-open', open);
    else open();
  }, [id, number, popUrl]);
}
