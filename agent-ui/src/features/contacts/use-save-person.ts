import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { ContactDetail, type ContactRow } from '../../../../schema/contracts/contacts.ts';
import { get, send } from '../../api/client.ts';
import { contactKey, todayKey } from '../../api/dialing.ts';
import { sendKept } from '../../api/kept.ts';
import { bodyOf, type ContactDraft } from './form-state.ts';

/** Makes a new person; the earlier calls and recordings of the numbers come along. */
export function useNewPerson() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (draft: ContactDraft) => sendKept('POST', 'contacts', ContactDetail, bodyOf(draft)),
    onSuccess: (saved) => {
      if (!saved) return navigate('/people');
      cache.setQueryData(contactKey(saved.id), saved);
      void cache.invalidateQueries({ queryKey: todayKey });
      navigate(`/people/${saved.id}`, { replace: true });
    },
  });
}

/** The unknown number turns out to belong to somebody we know. */
export function useAddNumber(number: string) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (row: z.infer<typeof ContactRow>) => {
      const { version, phones } = await get(`contacts/${row.id}`, ContactDetail);
      const kept = phones.map(({ e164, label }) => ({ number: e164, ...(label === null ? {} : { label }) }));
      return send('PATCH', `contacts/${row.id}`, ContactDetail, { version, phones: [...kept, { number }] });
    },
    onSuccess: (saved) => {
      cache.setQueryData(contactKey(saved.id), saved);
      void cache.invalidateQueries({ queryKey: todayKey });
      navigate(`/people/${saved.id}`, { replace: true });
    },
  });
}
