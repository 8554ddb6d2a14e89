import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useDialRequest } from '../../ui/dial-request.tsx';
import { EmptyState } from '../../ui/parts.tsx';
import { linkedNumber } from './dialled-text.ts';
import { useWords } from './words.ts';

/** Where a `tel:` link of another program leads: the number is confirmed as any other, and nothing else is ever dialled. */
export function TelPage() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const request = useDialRequest();
  const number = linkedNumber(search.get('number') ?? '');
  useEffect(() => {
    if (number === null) return;
    request({ number });
    navigate('/', { replace: true });
  }, [number, request, navigate]);
  return number === null ? <EmptyState title={t('tel.none')}>{t('tel.noneMore')}</EmptyState> : null;
}
