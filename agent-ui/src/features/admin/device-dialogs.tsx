import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type DeviceRow, NewDevice, type PersonRow } from '../../../../schema/contracts/admin.ts';
import { asciiDigits } from '../../i18n/digits.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useProblemWords, useTellProblem } from '../../ui/problem.tsx';
import { usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

/** A phone that the PBX has and Ringback should know. */
export function AddDevice({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const { addDevice } = usePeopleActions();
  const [device, setDevice] = useState('PJSIP/');
  const [extension, setExtension] = useState('');
  const [label, setLabel] = useState('');
  const form = NewDevice.safeParse({ device, extension, ...(label.trim() === '' ? {} : { label }) });
  return (
    <Dialog
      title={t('device.addTitle')}
      act={t('device.do')}
      busy={addDevice.isPending}
      disabled={!form.success}
      onClose={onClose}
      onAct={() => {
        if (form.success) addDevice.mutate(form.data, { onSuccess: onClose });
      }}
    >
      <TextInput
        data-autofocus
        dir="ltr"
        label={t('device.device')}
        description={t('device.deviceHint')}
        value={device}
        maxLength={53}
        spellCheck={false}
        error={addDevice.error ? words(addDevice.error) : undefined}
        onChange={(event) => setDevice(event.currentTarget.value.trim())}
      />
      <TextInput
        dir="ltr"
        inputMode="tel"
        label={t('device.extension')}
        description={t('device.extensionHint')}
        value={extension}
        maxLength={15}
        onChange={(event) => setExtension(asciiDigits(event.currentTarget.value).trim())}
      />
      <TextInput
        label={t('device.label')}
        description={t('device.labelHint')}
        value={label}
        maxLength={60}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </Dialog>
  );
}

interface GiveProps {
  readonly person: PersonRow;
  readonly devices: readonly DeviceRow[];
  readonly onClose: () => void;
}

/** Gives a free phone to a person; a phone has at most one owner. */
export function GiveDeviceTo({ person, devices, onClose }: GiveProps) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { give } = usePeopleActions();
  const free = devices.filter(({ owner }) => owner === null);
  const hint = free.find(({ suggestion }) => suggestion?.id === person.id);
  const [chosen, setChosen] = useState<string | null>(hint ? String(hint.id) : null);
  return (
    <Dialog
      title={t('give.title', { name: person.name })}
      act={t('give.do')}
      busy={give.isPending}
      disabled={chosen === null}
      onClose={onClose}
      onAct={() => give.mutate({ id: Number(chosen), userId: person.id }, { onSuccess: onClose, onError: tell })}
    >
      {free.length === 0 ? (
        <Touches>{t('give.nothing')}</Touches>
      ) : (
        <Select
          data-autofocus
          searchable
          label={t('give.device')}
          value={chosen}
          onChange={setChosen}
          data={free.map(({ id, device, label }) => ({
            value: String(id),
            label: label === null ? device : `${device}, ${label}`,
          }))}
        />
      )}
    </Dialog>
  );
}

interface TakeProps {
  readonly person: PersonRow;
  readonly device: PersonRow['devices'][number];
  readonly onClose: () => void;
}

/** Takes a phone from a person, after saying what stops working. */
export function TakeDevice({ person, device, onClose }: TakeProps) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { give } = usePeopleActions();
  const values = { device: device.device, name: person.name };
  return (
    <Dialog
      title={t('take.title', values)}
      act={t('take.do')}
      danger
      busy={give.isPending}
      onClose={onClose}
      onAct={() => give.mutate({ id: device.id, userId: null }, { onSuccess: onClose, onError: tell })}
    >
      <Touches>
        {t('take.touches', values)}
        {person.devices.length === 1 ? <p>{t('take.last', values)}</p> : null}
      </Touches>
    </Dialog>
  );
}
