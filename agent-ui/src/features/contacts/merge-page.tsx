import { useParams } from 'react-router';
import { codeOf } from '../../api/client.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { EmptyState, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { MergePick } from './merge-pick.tsx';
import { MergeSides } from './merge-sides.tsx';
import classes from './person.module.css';
import { useMergePreview } from './use-merge.ts';
import { useWords } from './words.ts';

/** Two contacts side by side, with what will happen when they become one. */
export function MergePage() {
  const { id, other } = useParams();
  const slots = useDeskSlots();
  return (
    <div className={classes.main}>
      <div className={classes.scroll}>
        {slots.top}
        {slots.insert}
        {other === undefined ? (
          <MergePick id={Number(id)} />
        ) : (
          <Compared key={`${id} ${other}`} id={Number(id)} other={Number(other)} />
        )}
      </div>
    </div>
  );
}

function Compared({ id, other }: { readonly id: number; readonly other: number }) {
  const { t } = useWords();
  const preview = useMergePreview(id, other);
  if (preview.data) return <MergeSides preview={preview.data} />;
  if (preview.isPending) return <LoadingRows />;
  if (codeOf(preview.error) === 'not-found') return <EmptyState title={t('person.notFound')} />;
  return <ProblemState error={preview.error} onRetry={() => void preview.refetch()} />;
}
