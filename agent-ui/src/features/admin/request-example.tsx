import { Scrolled } from '../../ui/scrolled.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './tokens.module.css';
import { useWords } from './words.ts';

/** One request that asks for a callback; `origin` is this service as a browser sees it. */
export const requestExample = (origin: string): string => `curl -X POST ${origin}/api/v1/requests \\
  -H "Authorization: Bearer $RINGBACK_TOKEN" \\
  -H 'Content-Type: application/json' -H 'Idempotency-Key: order-1207' \\
  -d '{"number": "020 7946 0123", "name": "Sara Jones", "note": "about order 1207"}'
`;

/** How a program asks for a call to a customer. */
export function RequestExample() {
  const { t, rich } = useWords();
  const code = requestExample(location.origin);
  return (
    <section className={classes.client}>
      <header>
        <h2>{t('tokens.howAsk')}</h2>
        <CopyButton size="xs" text={code}>
          {t('tokens.copyExample')}
        </CopyButton>
      </header>
      <p>{t('tokens.howAskMore')}</p>
      <Scrolled className={classes.code} label={t('tokens.howAsk')}>
        <pre dir="ltr">{code}</pre>
      </Scrolled>
      <p>{rich('tokens.docsAsk', { file: <code dir="ltr">{'docs/requests.md'}</code> })}</p>
    </section>
  );
}
