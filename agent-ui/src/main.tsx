import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/fonts.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { firstLanguage, startWords } from './i18n/index.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element');
await startWords(firstLanguage());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
