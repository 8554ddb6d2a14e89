import { Scrolled } from '../../ui/scrolled.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './tokens.module.css';
import { useWords } from './words.ts';

/** Ten lines of a program that hears the feed and goes on where it was; `origin` is this service as a browser sees it. */
export const feedClient = (origin: string): string => `import WebSocket from 'ws'; // npm install ws
const headers = { authorization: \`Bearer \${process.env.RINGBACK_TOKEN}\` };
let since = process.env.SINCE;
(function connect() {
  const from = since === undefined ? '' : \`?since=\${since}\`;
  const feed = new WebSocket(\`${origin.replace(/^http/, 'ws')}/api/v1/stream\${from}\`, { headers });
  feed.on('message', (text) => { console.log(\`\${text}\`); since = JSON.parse(text).seq; });
  feed.on('error', (error) => console.error(error.message));
  feed.on('close', (code) => { if (code === 4010) since = 0; if (code !== 4001) setTimeout(connect, 1000); });
})();
`;

/** How a program is made to listen: what it hears, and a client to begin with. */
export function FeedClient() {
  const { t, rich } = useWords();
  const code = feedClient(location.origin);
  return (
    <section className={classes.client}>
      <header>
        <h2>{t('tokens.how')}</h2>
        <CopyButton size="xs" text={code}>
          {t('tokens.copyClient')}
        </CopyButton>
      </header>
      <p>{t('tokens.howMore')}</p>
      <Scrolled className={classes.code} label={t('tokens.how')}>
        <pre dir="ltr">{code}</pre>
      </Scrolled>
      <p>{rich('tokens.docs', { file: <code dir="ltr">{'docs/feed.md'}</code> })}</p>
    </section>
  );
}
