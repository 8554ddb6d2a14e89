import { DirectionProvider, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications, useNotifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { directionOf } from '../i18n/index.ts';
import { useCommon } from '../i18n/words.ts';
import { useInTurn } from '../ui/in-turn.ts';
import { queryClient } from './query-client.ts';
import { router } from './routes.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** Words at the foot of the page. What is told before they are made waits for them. */
function Told() {
  const [isMade, makeNow] = useInTurn();
  const { notifications } = useNotifications();
  useEffect(() => {
    if (notifications.length > 0) makeNow();
  });
  return isMade ? <Notifications position="bottom-center" limit={3} /> : null;
}

/** Everything around the pages: language and direction, theme, cache. */
export function App() {
  const { t, language } = useCommon();
  const close = t('close');
  const spoken = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } } },
      }),
    [close],
  );
  return (
    <DirectionProvider key={directionOf(language)} initialDirection={directionOf(language)} detectDirection={false}>
      <MantineProvider
        theme={spoken}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Told />
        <QueryClientProvider client={queryClient}>
          <Suspense fallback={null}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
