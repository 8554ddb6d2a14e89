import './app/mantine.css';
import '@mantine/notifications/styles.layer.css';
import './app/fonts.css';
import './app/global.css';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.tsx';
import { readFirst } from './app/first-reading.ts';
import { queryClient } from './app/query-client.ts';
import { firstLanguage, startWords } from './i18n/index.ts';

// The policy of the page forbids code made from text; zod need not try.
z.config({ jitless: true });
const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element');
await Promise.all([startWords(firstLanguage()), readFirst(queryClient, location.pathname)]);
// Drawn in slices, between which the page already listens.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
