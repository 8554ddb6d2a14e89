import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { codeOf } from '../api/client.ts';
import { useCommon } from '../i18n/words.ts';
import classes from './problem.module.css';
import { StateGlyph } from './state-glyph.tsx';

/** A function that words any error for the person at the screen. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useCommon();
  return (error) => t(`problem.${codeOf(error)}`);
}

/** Tells of a refused command, quietly, at the foot of the page. */
export function useTellProblem(): (error: unknown) => void {
  const words = useProblemWords();
  return (error) => {
    notifications.show({ id: `problem-${codeOf(error)}`, message: words(error), color: 'red', autoClose: 8000 });
  };
}

/** In the place of what could not be read: what failed, and a way to try again. */
export function ProblemState({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const words = useProblemWords();
  const { t } = useCommon();
  return (
    <div className={classes.problem} role="alert">
      <StateGlyph state="breached" word={t('state.failed')} />
      <span>{words(error)}</span>
      <Button variant="default" size="xs" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
