import { useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Navigate, useLocation } from 'react-router';
import { forgetPerson, SessionOfPage, type SessionView, useSessionQuery } from '../api/session.ts';
import { setTimeZone } from '../i18n/format.ts';
import { speak } from '../i18n/index.ts';
import { openLine, snapshotsTold } from '../socket/live-store.ts';
import { useLive } from '../socket/use-live.ts';
import { setHomeCountry } from '../ui/number-format.ts';
import { LoadingRows } from '../ui/parts.tsx';
import { ProblemState } from '../ui/problem.tsx';
import { queryClient } from './query-client.ts';

/** Lets only a signed-in person through; the others go to the sign-in page and come back afterwards. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, isPending, error, refetch } = useSessionQuery();
  const { pathname, search } = useLocation();
  if (data) return <Inside session={data}>{children}</Inside>;
  if (isPending) return <LoadingRows rows={3} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  const from = pathname === '/' ? '' : `?from=${encodeURIComponent(pathname + search)}`;
  return <Navigate to={`/sign-in${from}`} replace />;
}

function Inside({ session, children }: { readonly session: SessionView; readonly children: ReactNode }) {
  const { user, site } = session;
  // Before the first drawing: every date and number below is in the business's zone and country.
  setTimeZone(site.timeZone);
  setHomeCountry(site.country);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => void speak(user.language), [user.language]);
  useEffect(() => setColorScheme(user.theme), [user.theme, setColorScheme]);
  useEffect(() => {
    openLine(true);
    return () => openLine(false);
  }, []);
  // After a break nobody knows what was missed: everything on screen is read again.
  useLive('snapshot', () => {
    if (snapshotsTold() > 1) void queryClient.invalidateQueries();
  });
  useLive('signed-out', () => forgetPerson(queryClient));
  return <SessionOfPage value={session}>{children}</SessionOfPage>;
}
