import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import {
  DuplicateRow,
  type MergeContacts,
  type MergeField,
  MergePreview,
} from '../../../../schema/contracts/contact-merges.ts';
import { ContactDetail } from '../../../../schema/contracts/contacts.ts';
import { codeOf, get, send } from '../../api/client.ts';
import { contactKey, todayKey } from '../../api/dialing.ts';

const Duplicates = z.array(DuplicateRow);
const previewKey = (kept: number, other: number) => [...contactKey(kept), 'merge', other] as const;

/** Who may be the same person as this one. */
export function useDuplicates(id: number) {
  return useQuery({
    queryKey: [...contactKey(id), 'duplicates'],
    queryFn: () => get(`contacts/${id}/duplicates`, Duplicates),
  });
}

/** Both sides, and what would happen. */
export function useMergePreview(kept: number, other: number) {
  return useQuery({
    queryKey: previewKey(kept, other),
    queryFn: () => get(`contacts/${kept}/merge-preview`, MergePreview, { with: other }),
  });
}

/** Merges and opens the one that stays. When somebody changed one of the two meanwhile, they are shown anew. */
export function useMerge({ kept, other }: MergePreview) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (take: readonly MergeField[]) => {
      const body: z.input<typeof MergeContacts> = {
        otherId: other.id,
        version: kept.version,
        otherVersion: other.version,
        take: [...take],
      };
      return send('POST', `contacts/${kept.id}/merge`, ContactDetail, body);
    },
    onSuccess: (saved) => {
      cache.removeQueries({ queryKey: contactKey(other.id) });
      cache.setQueryData(contactKey(saved.id), saved);
      void cache.invalidateQueries({ queryKey: contactKey(saved.id) });
      void cache.invalidateQueries({ queryKey: todayKey });
      navigate(`/people/${saved.id}`, { replace: true });
    },
    onError: (error) => {
      if (codeOf(error) === 'edit-conflict') void cache.invalidateQueries({ queryKey: previewKey(kept.id, other.id) });
    },
  });
}
