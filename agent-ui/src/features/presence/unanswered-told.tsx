import { notifications } from '@mantine/notifications';
import { useLive } from '../../socket/use-live.ts';
import { useWords } from './words.ts';

/** A phone that was paused because nobody picked it up is told to supervisors in one line at the foot of the page. */
export function UnansweredTold() {
  const { t } = useWords();
  useLive('agent.unanswered', ({ user, calls }) => {
    const message = t('paused', { name: user.name, count: calls });
    notifications.show({ id: `unanswered-${user.id}`, message, color: 'red', autoClose: 30_000 });
  });
  return null;
}
