import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { AttemptView } from '../../../../schema/contracts/dial.ts';
import { OfferAccepted, OfferView } from '../../../../schema/contracts/offers.ts';
import { command, get, send } from '../../api/client.ts';
import { useMyDevices } from '../../api/devices.ts';
import { todayKey } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { useNews } from '../../socket/use-news.ts';

const offerKey = ['offer'] as const;

/** The callback that waits for my yes, with the ways to answer; null when none does. */
export function useOffer() {
  const cache = useQueryClient();
  const { user } = useSession();
  const { device } = useMyDevices();
  const line = useLiveState((state) => state.line);
  const read = () => void cache.invalidateQueries({ queryKey: offerKey });
  const heardOn = useRef(line);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that came back may have missed an offer
  useEffect(() => {
    if (heardOn.current === line) return;
    heardOn.current = line;
    read();
  }, [line]);
  const { data } = useQuery({
    queryKey: offerKey,
    enabled: user.role === 'agent' || device !== undefined,
    queryFn: ({ signal }) => get('offers/mine', z.object({ offer: OfferView.nullable() }), {}, signal),
  });
  const offer = data?.offer ?? null;
  useNews('mine', {
    readAgain: read,
    onFacts(facts) {
      const touches = facts.some(
        (fact) =>
          fact.type === 'callback' &&
          (fact.callback.claimedBy?.id === user.id || fact.callback.id === offer?.callback.id),
      );
      if (touches) read();
    },
  });
  const accept = useMutation({
    mutationFn: async (id: number) => {
      const { callbackId, fence } = await send('POST', `offers/${id}/accept`, OfferAccepted);
      const body = { fence, ...(device ? { deviceId: device.id } : {}) };
      try {
        return await send('POST', `callbacks/${callbackId}/dial`, AttemptView, body);
      } catch (error) {
        await command('POST', `callbacks/${callbackId}/release`, { fence }).catch(() => undefined);
        throw error;
      }
    },
    onSettled: () => {
      read();
      void cache.invalidateQueries({ queryKey: todayKey });
    },
  });
  const decline = useMutation({ mutationFn: (id: number) => command('POST', `offers/${id}/decline`), onSettled: read });
  return { offer, accept, decline };
}
