import { IconChevronDown, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { Tag } from '../../ui/chip.tsx';
import { Duration, TimeOfDay } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './call-table.module.css';
import { ResultCell } from './result-cell.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly call: CallRow;
  readonly now: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One call as a row of the log. A press anywhere on it opens it; the arrow is its button for keys. */
export function CallLine({ call, now, open, onToggle }: Props) {
  const { t, language } = useWords();
  const common = useCommon();
  const name = call.contact?.name ?? call.number ?? call.rawNumber ?? common.t('number.withheld');
  const missed = call.outcome === 'missed' && !call.excluded;
  return (
    <tr className={classes.row} data-open={open || undefined} onClick={onToggle}>
      <td className={classes.chevron}>
        <button
          type="button"
          aria-expanded={open}
          aria-label={t('row.open', { time: formatTime(call.startedAt, language), who: name })}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <IconChevronDown size={14} stroke={1.8} aria-hidden data-open={open || undefined} />
        </button>
      </td>
      <td className={classes.time}>
        <TimeOfDay at={call.startedAt} />
      </td>
      <td className={classes.arrow}>
        <StateGlyph
          state={missed ? 'missed' : call.direction}
          word={t(missed ? 'arrow.missed' : `arrow.${call.direction}`)}
        />
      </td>
      <td className={classes.who}>
        <Who call={call} />
      </td>
      <td className={classes.line}>{call.line?.name ?? null}</td>
      <td className={classes.number}>
        <NumberCell call={call} />
      </td>
      <td className={classes.agent} data-nobody={call.agents.length === 0 || undefined}>
        {call.agents.length === 0 ? t('row.nobody') : call.agents.map(({ name }) => name).join(t('comma'))}
      </td>
      <td className={classes.waited}>
        <Duration ms={call.waitedMs} />
      </td>
      <td className={classes.talked}>{call.talkedMs > 0 ? <Duration ms={call.talkedMs} /> : '–'}</td>
      <td className={classes.result}>
        <ResultCell call={call} now={now} />
      </td>
      <td className={classes.sound}>
        {call.recordings > 0 ? (
          <IconPlayerPlayFilled size={14} aria-label={t('row.hasRecording', { count: call.recordings })} />
        ) : null}
      </td>
    </tr>
  );
}

function Who({ call }: { readonly call: CallRow }) {
  const { t } = useWords();
  if (call.contact) {
    return (
      <span className={classes.name}>
        <bdi title={call.contact.organisation ?? undefined}>{call.contact.name}</bdi>
        {call.contact.vip ? <Tag>{t('row.vip')}</Tag> : null}
      </span>
    );
  }
  if (call.direction === 'internal') return <bdi>{call.callerName ?? call.rawNumber ?? call.called}</bdi>;
  return <PhoneNumber number={call.number ?? (call.withheld ? null : call.rawNumber)} />;
}

function NumberCell({ call }: { readonly call: CallRow }) {
  const { t } = useWords();
  if (call.direction === 'internal') return <PhoneNumber number={call.called ?? ''} />;
  if (call.withheld) return t('row.withheld');
  if (call.contact && call.number) return <PhoneNumber number={call.number} />;
  // What a stranger calls himself: shown as he sent it, as text.
  return call.callerName ? <bdi title={t('row.notInContacts')}>{call.callerName}</bdi> : t('row.notInContacts');
}
