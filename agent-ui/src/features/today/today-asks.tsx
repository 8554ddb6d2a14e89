import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { ApiProblem } from '../../api/client.ts';
import { useTellProblem } from '../../ui/problem.tsx';

const putOff = async () => ({ default: (await import('./put-off-dialog.tsx')).PutOffDialog });
const settle = async () => ({ default: (await import('./settle-dialog.tsx')).SettleDialog });
const PutOffDialog = lazy(putOff);
const SettleDialog = lazy(settle);

/** The files of the questions, to be fetched before anybody asks them. */
export const todayAsks = [putOff, settle] as const;

export interface TodayAsks {
  /** Asks until when and why; `at` is the time it is sent to, when that is known. */
  readonly putOff: (item: CallbackView, at?: number | null) => void;
  readonly settle: (item: CallbackView) => void;
}

const Asks = createContext<TodayAsks>({ putOff: () => undefined, settle: () => undefined });
export const useTodayAsks = (): TodayAsks => useContext(Asks);

type Asked = { readonly kind: 'put-off' | 'settle'; readonly item: CallbackView; readonly at: number | null };

/** The questions that stand over the list: one at a time, for rows, keys, menus and the strip alike. */
export function TodayAsksProvider({ children }: { readonly children: ReactNode }) {
  const tell = useTellProblem();
  const [asked, setAsked] = useState<Asked | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same for as long as the list stands, so that its rows stand too
  const asks = useMemo<TodayAsks>(() => {
    // Fetched before it is drawn: what cannot be had is told, and the page stays.
    const ask = (load: () => Promise<unknown>, next: Asked): void =>
      void load().then(
        () => setAsked(next),
        () => tell(new ApiProblem('offline', 0)),
      );
    return {
      putOff: (item, at = null) => ask(putOff, { kind: 'put-off', item, at }),
      settle: (item) => ask(settle, { kind: 'settle', item, at: null }),
    };
  }, []);
  const close = (): void => setAsked(null);
  return (
    <Asks value={asks}>
      {children}
      <Suspense fallback={null}>
        {asked?.kind === 'put-off' ? <PutOffDialog item={asked.item} at={asked.at} onClose={close} /> : null}
        {asked?.kind === 'settle' ? <SettleDialog item={asked.item} onClose={close} /> : null}
      </Suspense>
    </Asks>
  );
}
