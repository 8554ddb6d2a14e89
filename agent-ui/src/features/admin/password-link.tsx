import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './password-link.module.css';
import type { Asked } from './people-dialogs.tsx';
import { usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

interface LinkProps {
  readonly name: string;
  readonly url: string;
  readonly expiresAt: number;
  readonly onClose: () => void;
}

/** The link as it is shown this one time, to be handed over. */
export function LinkOnce({ name, url, expiresAt, onClose }: LinkProps) {
  const { t, language } = useWords();
  const time = `${formatDay(expiresAt, language)} ${formatTime(expiresAt, language)}`;
  return (
    <Dialog title={t('link.title', { name })} act={t('person.done')} noCancel onAct={onClose} onClose={onClose}>
      <Touches>{t('link.once')}</Touches>
      <div className={classes.link}>
        <input
          readOnly
          dir="ltr"
          value={url}
          aria-label={t('link.title', { name })}
          onFocus={(e) => e.currentTarget.select()}
        />
        <CopyButton text={url}>{t('link.copy')}</CopyButton>
      </div>
      <p className={classes.expires}>{t('link.expires', { time })}</p>
    </Dialog>
  );
}

interface RenewProps {
  readonly person: PersonRow;
  readonly onLink: (asked: Asked) => void;
  readonly onClose: () => void;
}

/** A new link for a person, after saying what it does to the old one. */
export function RenewLink({ person, onLink, onClose }: RenewProps) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { renew } = usePeopleActions();
  return (
    <Dialog
      title={t('link.renewTitle', { name: person.name })}
      act={t('link.renew')}
      busy={renew.isPending}
      onClose={onClose}
      onAct={() =>
        renew.mutate(person.id, {
          onSuccess: (link) => onLink({ what: 'link', name: person.name, ...link }),
          onError: tell,
        })
      }
    >
      <Touches>{t('link.renewTouches')}</Touches>
    </Dialog>
  );
}
