import { useEffect, useRef, useState } from 'react';

/** Answers false to be asked again later. */
type Turn = () => boolean;

const waiting: Turn[] = [];
let asked = false;
/** The page is drawn, and its first answers are in. */
const AFTER_MS = 300;

const hasIdleTime = 'requestIdleCallback' in window;

function callNext(): void {
  if (asked || waiting.length === 0) return;
  asked = true;
  setTimeout(
    () =>
      requestIdleCallback(
        () => {
          asked = false;
          const turn = waiting.shift();
          if (turn && !turn()) waiting.push(turn);
          callNext();
        },
        { timeout: 2000 },
      ),
    AFTER_MS,
  );
}

/**
 * Whether a part of the page that nobody sees yet is to be made: when its turn has come, one part after the other while the page
 * has nothing else to do. While `isBusy` somebody is just using what stands in its place. Where a browser tells of no idle time, at once.
 */
export function useInTurn(isBusy: () => boolean = () => false): readonly [made: boolean, makeNow: () => void] {
  const [made, setMade] = useState(!hasIdleTime);
  const busy = useRef(isBusy);
  busy.current = isBusy;
  useEffect(() => {
    if (made) return;
    const turn: Turn = () => {
      if (busy.current()) return false;
      setMade(true);
      return true;
    };
    waiting.push(turn);
    callNext();
    return () => {
      const at = waiting.indexOf(turn);
      if (at >= 0) waiting.splice(at, 1);
    };
  }, [made]);
  return [made, () => setMade(true)];
}

/**
 * Whether something that opens has stood closed for a moment already: only then does it know, when it closes again, what had the
 * focus before. False while it was never wanted.
 */
export function useMadeClosed(wanted: boolean): boolean {
  const [isMade, setMade] = useState(false);
  useEffect(() => {
    if (wanted) setMade(true);
  }, [wanted]);
  return isMade;
}

/** The same for what drops down from a button, which stands at rest before. A press at rest makes the rest and opens it. */
export function useButtonInTurn(opened: boolean, open: () => void) {
  const button = useRef<HTMLButtonElement>(null);
  const [isMade, makeNow] = useInTurn(() => button.current?.matches(':active, :focus') ?? false);
  const stoodClosed = useMadeClosed(isMade);
  const wasPressed = useRef(false);
  const hadFocus = useRef(false);
  useEffect(() => {
    if (opened && !isMade) {
      hadFocus.current = button.current?.matches(':focus') ?? false;
      makeNow();
    }
    if (!isMade || !(wasPressed.current || hadFocus.current)) return;
    // The button is a new one now; the focus returns to it when what dropped down is closed.
    button.current?.focus({ preventScroll: true });
    if (wasPressed.current) open();
    wasPressed.current = false;
    hadFocus.current = false;
  });
  const press = (): void => {
    wasPressed.current = true;
    makeNow();
  };
  return { isMade, isOpen: opened && stoodClosed, button, press };
}
