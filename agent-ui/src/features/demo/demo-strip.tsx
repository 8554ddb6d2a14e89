import { Button, Popover, Select } from '@mantine/core';
import { IconPhoneIncoming, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { z } from 'zod';
import type { PlaceDemoCall } from '../../../../schema/contracts/demo.ts';
import { useDemo, useDemoCommand, useDemoPhone } from '../../api/demo.ts';
import { plainName } from '../../i18n/plain-name.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { DemoCalls } from './demo-calls.tsx';
import classes from './demo-strip.module.css';
import { useWords } from './words.ts';

type Order = z.infer<typeof PlaceDemoCall>;
const callers = ['known', 'unknown', 'withheld', 'hostile'] as const satisfies readonly Order['caller'][];
const places = ['me', 'queue'] as const satisfies readonly Order['to'][];

/** The strip of the demonstration: a newcomer plays the caller and, without a phone, the own desk phone. */
export function DemoStrip() {
  const { t } = useWords();
  const { data } = useDemo();
  const { mutate, isPending } = useDemoCommand();
  const onError = useTellProblem();
  const [caller, setCaller] = useState<Order['caller']>('known');
  const [to, setTo] = useState<Order['to']>('me');
  return (
    <aside className={`fading ${classes.strip}`} aria-label={t('mark')}>
      <b className={classes.mark}>{t('mark')}</b>
      <Select
        size="xs"
        w={160}
        aria-label={t('caller.label')}
        value={caller}
        data={callers.map((value) => ({ value, label: t(`caller.${value}`) }))}
        onChange={(value) => setCaller(callers.find((each) => each === value) ?? 'known')}
      />
      <Select
        size="xs"
        w={120}
        aria-label={t('to.label')}
        value={to}
        data={places.map((value) => ({ value, label: t(`to.${value}`) }))}
        onChange={(value) => setTo(places.find((each) => each === value) ?? 'me')}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPhoneIncoming size={14} stroke={1.8} />}
        loading={isPending}
        onClick={() => mutate({ path: 'demo/calls', body: { caller, to } }, { onError })}
      >
        {t('callNow')}
      </Button>
      <MyPhone />
      <div className={classes.end}>
        <Popover position="top-end" width={340}>
          <Popover.Target>
            <Button size="xs" variant="subtle" color="gray">
              {t('calls', { count: data?.calls.length ?? 0 })}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <DemoCalls calls={data?.calls ?? []} />
          </Popover.Dropdown>
        </Popover>
        <Scenes running={data?.scenes ?? false} />
      </div>
    </aside>
  );
}

function MyPhone() {
  const { t } = useWords();
  const { data } = useDemo();
  const { act, isPending } = useDemoPhone();
  const phone = data?.phone;
  if (!phone) return null;
  const canPickUp = phone.state === 'ringing';
  const canPutDown = phone.state === 'talking' || phone.state === 'dialing';
  return (
    <div className={classes.phone} data-state={phone.state}>
      <span>
        {t(`phone.${phone.state}`)} {phone.with ? <bdi>{plainName(phone.with)}</bdi> : null}
      </span>
      {canPickUp ? (
        <>
          <Button size="xs" disabled={isPending} onClick={() => act('pick_up')}>
            {t('act.pick_up')}
          </Button>
          <Button size="xs" variant="default" disabled={isPending} onClick={() => act('decline')}>
            {t('act.decline')}
          </Button>
        </>
      ) : null}
      {canPutDown ? (
        <Button size="xs" variant="default" disabled={isPending} onClick={() => act('put_down')}>
          {t('act.put_down')}
        </Button>
      ) : null}
    </div>
  );
}

function Scenes({ running }: { readonly running: boolean }) {
  const { t } = useWords();
  const { mutate, isPending } = useDemoCommand();
  const Icon = running ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      disabled={isPending}
      leftSection={<Icon size={12} />}
      onClick={() => mutate({ path: 'demo/scenes', body: { running: !running } })}
    >
      {running ? t('scenes.pause') : t('scenes.run')}
    </Button>
  );
}
