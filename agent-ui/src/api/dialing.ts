import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CallbackView, Claim } from '../../../schema/contracts/callbacks.ts';
import { AttemptView } from '../../../schema/contracts/dial.ts';
import { send } from './client.ts';
import { useMyDevices } from './devices.ts';
import { rememberNumber } from './recent-numbers.ts';

/** The only keys under which shared server state is kept. */
export const todayKey = ['today'] as const;
export const contactKey = (id: number) => ['contact', id] as const;
export const timelineKey = (id: number) => ['contact', id, 'timeline'] as const;
export const numberCallsKey = (number: string) => ['number-calls', number] as const;

interface DialTarget {
  readonly number: string;
  readonly contactId?: number | undefined;
}

/** Rings my phone, then the number. The screen changes when the attempt shows up as a fact. */
export function useDial() {
  const { device } = useMyDevices();
  return useMutation({
    mutationFn: ({ number, contactId }: DialTarget) =>
      send('POST', 'dial', AttemptView, {
        number,
        ...(contactId === undefined ? {} : { contactId }),
        ...(device ? { deviceId: device.id } : {}),
      }),
    onSuccess: ({ number }) => rememberNumber(number),
  });
}

/** Calls an item back: takes it, dials; when the dialling is refused the item is given back at once. */
export function useCallBack() {
  const { device } = useMyDevices();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) => {
      const { fence } = await send('POST', `callbacks/${id}/claim`, Claim);
      try {
        const body = { fence, ...(device ? { deviceId: device.id } : {}) };
        return await send('POST', `callbacks/${id}/dial`, AttemptView, body);
      } catch (error) {
        await send('POST', `callbacks/${id}/release`, CallbackView, { fence }).catch(() => undefined);
        throw error;
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: todayKey }),
  });
}

/** Gives a taken item back. */
export function useRelease() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, fence }: { readonly id: number; readonly fence: number }) =>
      send('POST', `callbacks/${id}/release`, CallbackView, { fence }),
    onSettled: () => cache.invalidateQueries({ queryKey: todayKey }),
  });
}
