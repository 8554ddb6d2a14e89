import type { CallDetail } from '../../../../schema/contracts/calls.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatClock } from '../../i18n/format.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import classes from './call-opened.module.css';
import { useWords } from './words.ts';

/** Who can be heard in this recording, and from when to when. */
export function HeardIn({ call, recording }: { readonly call: CallDetail; readonly recording: number }) {
  const { t, language } = useWords();
  const talks = call.talks.filter(({ recordings }) => recordings.includes(recording));
  if (talks.length === 0) return null;
  return (
    <ul className={classes.heard} aria-label={t('heard.heading')}>
      {talks.map(({ party, person, startedAt, endedAt }) => (
        <li key={`${party}${startedAt}`}>
          {person !== null ? <bdi>{person.name}</bdi> : <Party party={party} />}
          <span className="num" dir="ltr">
            {formatClock(startedAt, language)}–{formatClock(endedAt, language)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Party({ party }: { readonly party: string }) {
  const { language } = useWords();
  if (party.startsWith('+')) return <PhoneNumber number={party} />;
  return (
    <bdi dir="ltr" className="num">
      {localDigits(party, language)}
    </bdi>
  );
}
