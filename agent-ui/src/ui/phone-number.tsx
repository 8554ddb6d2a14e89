import { IconPhone } from '@tabler/icons-react';
import { localDigits } from '../i18n/digits.ts';
import { useCommon } from '../i18n/words.ts';
import { useDialRequest } from './dial-request.tsx';
import { grouped } from './number-format.ts';
import classes from './phone-number.module.css';

interface Plain {
  /** E.164, or whatever the PBX showed; null is a withheld number. */
  readonly number: string | null;
}

/** A telephone number in one left-to-right run, grouped as its country writes it, in the digits of the language. */
export function PhoneNumber({ number }: Plain) {
  const { t, language } = useCommon();
  if (number === null || number === '') return <span>{t('number.withheld')}</span>;
  return (
    <bdi dir="ltr" className={`num ${classes.number}`} title={number}>
      {localDigits(number.startsWith('+') ? grouped(number) : number, language)}
    </bdi>
  );
}

interface Dialable {
  readonly number: string;
  readonly label?: string | null;
  readonly contactId?: number;
  readonly name?: string;
  /** This number is in the present call. */
  readonly live?: boolean;
}

/** A number that can be pressed to call it. */
export function DialableNumber({ number, label, contactId, name, live = false }: Dialable) {
  const { t } = useCommon();
  const request = useDialRequest();
  return (
    <button
      type="button"
      className={classes.dialable}
      data-live={live || undefined}
      onClick={(event) =>
        request({
          number,
          anchor: event.currentTarget,
          ...(contactId === undefined ? {} : { contactId }),
          ...(name === undefined ? {} : { name }),
        })
      }
    >
      <IconPhone size={14} stroke={1.6} aria-hidden />
      <span className="hidden-visually">{t('action.call')}</span>
      <PhoneNumber number={number} />
      {label ? <span className={classes.label}>{label}</span> : null}
    </button>
  );
}
