import { Button } from '@mantine/core';
import { useCommon } from '../i18n/words.ts';
import { EmptyState } from '../ui/parts.tsx';

/** In the place of a page that failed to draw, or whose code could not be loaded after an update. */
export function BrokenPage() {
  const { t } = useCommon();
  return (
    <main role="alert">
      <EmptyState title={t('broken.title')}>
        <p>{t('broken.lead')}</p>
        <Button mt="md" onClick={() => window.location.reload()}>
          {t('broken.reload')}
        </Button>
      </EmptyState>
    </main>
  );
}
