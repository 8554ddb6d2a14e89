import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { CallRow, NoteView, RecordingView } from '../../../../schema/contracts/calls.ts';
import type { TimelineEntry } from '../../../../schema/contracts/contacts.ts';
import { useSession } from '../../api/session.ts';
import { dayKey, formatDay, formatDuration } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { Tag } from '../../ui/chip.tsx';
import { Duration, TimeOfDay } from '../../ui/clock.tsx';
import { dayOffset } from '../../ui/due.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';
import { useOutcomeWord } from '../../ui/outcome-word.ts';
import { RecordingSlot } from '../../ui/recording-slot.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { glyphOfCall, useCallWords } from './call-words.tsx';
import classes from './timeline.module.css';
import { useWords } from './words.ts';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  /** Says with whom each call was: the entries are of several people. */
  readonly withNames?: boolean;
}

/** Everything that happened with a person or a number, newest first, by day. */
export function Timeline({ entries, withNames = false }: TimelineProps) {
  return (
    <ol className={classes.timeline}>
      {entries.map((entry, at) => (
        <Fragment key={keyOf(entry)}>
          {dayKey(entry.at) === dayKey(entries[at - 1]?.at ?? 0) ? null : <DayHead at={entry.at} />}
          <Entry entry={entry} withNames={withNames} />
        </Fragment>
      ))}
    </ol>
  );
}

function keyOf(entry: TimelineEntry): string {
  if (entry.kind === 'call') return `call ${entry.call.id}`;
  return entry.kind === 'note' ? `note ${entry.note.id}` : `recording ${entry.recording.id}`;
}

function DayHead({ at }: { readonly at: number }) {
  const { t, language } = useCommon();
  const days = dayOffset(at, useMinute());
  return (
    <li className={classes.day}>
      <h3>{days === 0 ? t('day.today') : days === -1 ? t('day.yesterday') : formatDay(at, language)}</h3>
    </li>
  );
}

function Entry({ entry, withNames }: { readonly entry: TimelineEntry; readonly withNames: boolean }) {
  const { rich } = useWords();
  const common = useCommon();
  const { user } = useSession();
  if (entry.kind === 'call')
    return <CallEntry call={entry.call} recordings={entry.recordings} notes={entry.notes} withName={withNames} />;
  if (entry.kind === 'recording')
    return (
      <Row at={entry.at} glyph="recording" words={rich('entry.recording', {})}>
        <RecordingSlot recording={entry.recording} />
      </Row>
    );
  const { author, body } = entry.note;
  const name = author.id === user.id ? common.t('person.you') : author.name;
  return (
    <Row at={entry.at} glyph="note" words={rich('entry.note', { name: <bdi>{name}</bdi> })}>
      <Note body={body} />
    </Row>
  );
}

interface CallProps {
  readonly call: CallRow;
  readonly recordings: readonly RecordingView[];
  readonly notes: readonly NoteView[];
  readonly withName: boolean;
}

function CallEntry({ call, recordings, notes, withName }: CallProps) {
  const { t, language } = useWords();
  const words = useCallWords();
  const outcome = useOutcomeWord();
  const waited =
    call.waitedMs >= 1000
      ? t(call.direction === 'outbound' ? 'entry.rang' : 'entry.waited', {
          time: formatDuration(call.waitedMs, language),
        })
      : null;
  return (
    <Row
      at={call.startedAt}
      glyph={glyphOfCall(call)}
      words={<Link to={`/calls/${call.id}`}>{words(call)}</Link>}
      end={call.talkedMs > 0 ? <Duration ms={call.talkedMs} /> : <DebtMark call={call} />}
    >
      {withName && call.contact ? (
        <p className={classes.detail}>
          <Link to={`/people/${call.contact.id}`}>
            <bdi>{call.contact.name}</bdi>
          </Link>
        </p>
      ) : null}
      {waited || call.outcomeChip ? (
        <p className={classes.detail}>
          {waited}
          {waited && call.outcomeChip ? ' · ' : null}
          {call.outcomeChip ? <bdi>{outcome(call.outcomeChip)}</bdi> : null}
        </p>
      ) : null}
      {recordings.map((recording) => (
        <RecordingSlot key={recording.id} recording={recording} />
      ))}
      {notes.map(({ id, body }) => (
        <Note key={id} body={body} />
      ))}
    </Row>
  );
}

/** Of a missed call: whether it is still owed, or how it was settled. */
function DebtMark({ call }: { readonly call: CallRow }) {
  const { t } = useWords();
  const debt = call.callback;
  if (!debt) return null;
  if (debt.state === 'returned') {
    const state = debt.settledAs === 'late' || debt.settledAs === 'called_again' ? debt.settledAs : 'in_time';
    return (
      <Tag>
        <StateGlyph state={state} withWord />
      </Tag>
    );
  }
  if (debt.state === 'closed' || debt.state === 'merged') return <StateGlyph state="closed" withWord />;
  return <Tag tone="red">{debt.state === 'dialing' ? t('entry.calling') : t('entry.owed')}</Tag>;
}

const Note = ({ body }: { readonly body: string }) => (
  <p className={classes.note} dir="auto">
    {body}
  </p>
);

interface RowProps {
  readonly at: number;
  readonly glyph: GlyphName;
  readonly words: ReactNode;
  readonly end?: ReactNode;
  readonly children?: ReactNode;
}

function Row({ at, glyph, words, end, children }: RowProps) {
  return (
    <li className={classes.entry} data-glyph={glyph}>
      <span className={classes.time}>
        <TimeOfDay at={at} />
      </span>
      <span className={classes.glyph}>
        <StateGlyph state={glyph} />
      </span>
      <div className={classes.body}>
        <p className={classes.words}>{words}</p>
        {children}
      </div>
      <span className={classes.end}>{end}</span>
    </li>
  );
}
