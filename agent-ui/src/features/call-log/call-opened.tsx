import { IconCheck } from '@tabler/icons-react';
import type { CallDetail, CallRow } from '../../../../schema/contracts/calls.ts';
import { formatTime } from '../../i18n/format.ts';
import { useOutcomeWord } from '../../ui/outcome-word.ts';
import { LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { RecordingSlot } from '../../ui/recording-slot.tsx';
import { CallActions } from './call-actions.tsx';
import classes from './call-opened.module.css';
import { CallbackLine } from './callback-line.tsx';
import { ExplainCall } from './explain-call.tsx';
import { HeardIn } from './heard-in.tsx';
import { LegsPicture } from './legs-picture.tsx';
import { useCallDetail } from './use-calls.ts';
import { WhyWords } from './why-words.tsx';
import { useWords } from './words.ts';

/** What lies behind a row: who rang and talked when, why it counts as it does, the sound, the debt. */
export function CallOpened({ call }: { readonly call: CallRow }) {
  const { data, error, refetch } = useCallDetail(call.id);
  return (
    <div className={classes.opened}>
      <div className={classes.legs}>
        {data ? <LegsPicture call={data} /> : null}
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data || error ? null : <LoadingRows rows={4} />}
        {data ? <Outcome call={data} /> : null}
        {data ? <Notes call={data} /> : null}
      </div>
      <div className={classes.aside}>
        <WhyWords call={call} />
        <ExplainCall id={call.id} />
        {data?.ticks.length ? <Ticks call={data} /> : null}
        {data?.warnings.length ? <Warnings codes={data.warnings} /> : null}
        {data?.recordingList.map((recording) => (
          <div key={recording.id}>
            <RecordingSlot recording={recording} />
            <HeardIn call={data} recording={recording.id} />
          </div>
        ))}
        <CallbackLine call={call} />
        <CallActions call={call} />
      </div>
    </div>
  );
}

/** How the talk went, as the agent has it. */
function Outcome({ call }: { readonly call: CallDetail }) {
  const { rich } = useWords();
  const word = useOutcomeWord();
  if (call.outcomeChip === null) return null;
  return <p className={classes.outcome}>{rich('opened.outcome', { outcome: <bdi>{word(call.outcomeChip)}</bdi> })}</p>;
}

function Notes({ call }: { readonly call: CallDetail }) {
  const { t, language } = useWords();
  if (call.notes.length === 0) return null;
  return (
    <section className={classes.notes} aria-label={t('notes.heading')}>
      {call.notes.map((note) => (
        <p key={note.id}>
          <bdi dir="auto">{note.body}</bdi>{' '}
          <span>{t('notes.by', { name: note.author.name, time: formatTime(note.at, language) })}</span>
        </p>
      ))}
    </section>
  );
}

/** What was ticked of the line's checklist during the call. */
function Ticks({ call }: { readonly call: CallDetail }) {
  const { t } = useWords();
  return (
    <section className={classes.notes} aria-label={t('opened.ticks')}>
      <p>
        <span>{t('opened.ticks')}</span>
      </p>
      {call.ticks.map(({ item, person }) => (
        <p key={item}>
          <IconCheck size={14} stroke={1.8} aria-hidden /> <bdi>{item}</bdi> <span>{person.name}</span>
        </p>
      ))}
    </section>
  );
}

function Warnings({ codes }: { readonly codes: readonly string[] }) {
  const { t, maybe } = useWords();
  return (
    <ul className={classes.warnings} aria-label={t('warnings.heading')}>
      {codes.map((code) => (
        <li key={code}>{maybe(`warnings.${code}`) ?? code}</li>
      ))}
    </ul>
  );
}
