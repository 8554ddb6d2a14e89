import { Button, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type CallbackDetail, CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { send } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackDetail;
  /** Supervisors may; so may whoever was told. */
  readonly acts: boolean;
}

/** "I know of it": takes an item off the breach list and changes nothing else. */
export function AcknowledgeButton({ item, acts }: Props) {
  const { t } = useWords();
  const { user } = useSession();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const acknowledge = useMutation({
    mutationFn: () => send('POST', `callbacks/${item.id}/acknowledge`, CallbackView),
    onError: tell,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['callbacks'] }),
        cache.invalidateQueries({ queryKey: ['notices'] }),
      ]),
  });
  const unseen = item.ladder.filter(({ firedAt, acknowledgedAt }) => firedAt !== null && acknowledgedAt === null);
  const told = unseen.some(({ reached }) => reached.some((one) => one.user.id === user.id));
  if (unseen.length === 0 || !(acts || told)) return null;
  return (
    <Tooltip label={t('action.acknowledge.why')} multiline w={240}>
      <Button size="xs" variant="default" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
        {t('action.acknowledge')}
      </Button>
    </Tooltip>
  );
}
