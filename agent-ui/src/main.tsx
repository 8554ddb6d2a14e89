import './app/mantine.css';
import '@mantine/notifications/styles.layer.css';
import './app/fonts.css';
import './app/global.css';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionKey } from './api/session.ts';
import { App } from './app/app.tsx';
import { queryClient } from './app/query-client.ts';
import { fetchPage } from './app/routes.tsx';
import { soundAllowed } from './features/screen-pop/ring-tone.ts';
import { begun } from './first.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element');
fetchPage(location.pathname);
await begun;
// To open the sound takes a browser long enough to be done beside the drawing, not in it.
if (queryClient.getQueryData(sessionKey)) soundAllowed();
// Drawn in slices, between which the page already listens.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
