import { ActionIcon, Button, Modal, Select, TextInput } from '@mantine/core';
import { IconBackspace, IconPhoneFilled } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { chooseDevice, useMyDevices } from '../../api/devices.ts';
import { useDial } from '../../api/dialing.ts';
import { recentNumbers } from '../../api/recent-numbers.ts';
import { localDigits } from '../../i18n/digits.ts';
import { useCommon } from '../../i18n/words.ts';
import { useMadeClosed } from '../../ui/in-turn.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import classes from './dial-pad.module.css';
import { dialledText } from './dialled-text.ts';
import { useNumberCheck } from './use-number-check.ts';
import { useWords } from './words.ts';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dial pad: any spelling of a number, checked while one types. */
export function DialPad({ opened, onClose }: Props) {
  const { t } = useWords();
  const common = useCommon();
  const isMade = useMadeClosed(opened);
  // Until it is opened for the first time there is no reason to draw it.
  if (!opened && !isMade) return null;
  return (
    <Modal
      opened={opened && isMade}
      onClose={onClose}
      title={t('title')}
      size={340}
      closeButtonProps={{ 'aria-label': common.t('action.close') }}
    >
      <Pad onDone={onClose} />
    </Modal>
  );
}

const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '0', '#'] as const;

function Pad({ onDone }: { readonly onDone: () => void }) {
  const { t, rich, language } = useWords();
  const common = useCommon();
  const words = useProblemWords();
  const [typed, setTyped] = useState('');
  const number = dialledText(typed);
  const check = useNumberCheck(number);
  const dial = useDial();
  const verdict = number.length > 1 ? check.data : undefined;
  const refusal = verdict?.refusal
    ? (common.maybe(`problem.${verdict.refusal}`) ?? common.t('problem.bad-number'))
    : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (number === '' || refusal !== undefined) return;
    dial.mutate({ number }, { onSuccess: onDone });
  };
  return (
    <form className={classes.pad} onSubmit={submit}>
      <TextInput
        label={t('number')}
        description={t('hint')}
        inputMode="tel"
        autoComplete="off"
        dir="ltr"
        size="lg"
        data-autofocus
        value={typed}
        classNames={{ input: classes.input ?? '' }}
        error={dial.isError ? words(dial.error) : refusal}
        onChange={(event) => setTyped(event.currentTarget.value)}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('backspace')}
            onClick={() => setTyped((text) => text.slice(0, -1))}
          >
            <IconBackspace size={20} stroke={1.5} />
          </ActionIcon>
        }
      />
      <p className={classes.verdict}>
        {verdict?.allowed && verdict.e164 ? rich('ready', { number: <PhoneNumber number={verdict.e164} /> }) : null}
      </p>
      <div className={classes.keys} dir="ltr">
        {pad.map((key) => (
          <button type="button" key={key} onClick={() => setTyped((text) => text + key)}>
            {localDigits(key, language)}
          </button>
        ))}
      </div>
      <MyPhone />
      <Button
        type="submit"
        size="md"
        fullWidth
        loading={dial.isPending}
        disabled={number.length < 2 || refusal !== undefined}
        leftSection={<IconPhoneFilled size={16} />}
      >
        {t('call')}
      </Button>
      <Recent onChoose={setTyped} />
    </form>
  );
}

function MyPhone() {
  const { t } = useWords();
  const { devices, device } = useMyDevices();
  if (devices.length < 2) return null;
  return (
    <Select
      label={t('phone')}
      value={device ? String(device.id) : null}
      data={devices.map(({ id, label, extension, device: name }) => ({
        value: String(id),
        label: t('phoneNamed', { label: label ?? name, extension }),
      }))}
      onChange={(value) => value && chooseDevice(Number(value))}
    />
  );
}

function Recent({ onChoose }: { readonly onChoose: (number: string) => void }) {
  const { t } = useWords();
  const numbers = recentNumbers();
  if (numbers.length === 0) return null;
  return (
    <section>
      <h2 className={classes.recentTitle}>{t('recent')}</h2>
      <div className={classes.recent}>
        {numbers.slice(0, 6).map((number) => (
          <button type="button" key={number} onClick={() => onChoose(number)}>
            <PhoneNumber number={number} />
          </button>
        ))}
      </div>
    </section>
  );
}
