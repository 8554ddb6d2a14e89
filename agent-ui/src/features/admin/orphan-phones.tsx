import { Button, Select } from '@mantine/core';
import { IconAlertTriangleFilled, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceRow, PersonRow } from '../../../../schema/contracts/admin.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { dayOffset } from '../../ui/due.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './orphan-phones.module.css';
import { usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

interface Props {
  readonly devices: readonly DeviceRow[];
  readonly people: readonly PersonRow[];
  readonly admin: boolean;
}

/** Phones the PBX knows and nobody has: what is known of each, and whose it probably is. */
export function OrphanPhones({ devices, people, admin }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { give } = usePeopleActions();
  const suggested = devices.flatMap(({ id, suggestion }) => (suggestion ? [{ id, userId: suggestion.id }] : []));
  const acceptAll = async () => {
    // One after the other: a refused one must not stop the rest silently.
    for (const each of suggested) await give.mutateAsync(each).catch(tell);
  };
  return (
    <section className={classes.orphans}>
      <header>
        <IconAlertTriangleFilled size={16} aria-hidden />
        <b>{t('orphan.heading', { count: devices.length })}</b>
        <span>{t('orphan.why')}</span>
        {admin && suggested.length > 0 ? (
          <Button size="xs" variant="default" loading={give.isPending} onClick={() => void acceptAll()}>
            {t('orphan.accept', { count: suggested.length })}
          </Button>
        ) : null}
      </header>
      <ul>
        {devices.map((device) => (
          <Orphan key={device.id} device={device} people={people} admin={admin} />
        ))}
      </ul>
    </section>
  );
}

function Orphan({ device, people, admin }: { device: DeviceRow; people: readonly PersonRow[]; admin: boolean }) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { give } = usePeopleActions();
  const [chosen, setChosen] = useState(device.suggestion ? String(device.suggestion.id) : null);
  return (
    <li>
      <span className={classes.device}>
        <IconPhone size={16} stroke={1.6} aria-hidden />
        <bdi dir="ltr">{device.device}</bdi>
      </span>
      <span className={classes.known}>
        <Known device={device} />
      </span>
      {admin ? (
        <>
          <Select
            className={classes.whose ?? ''}
            size="xs"
            searchable
            aria-label={`${device.device}: ${t('orphan.whose')}`}
            placeholder={t('orphan.whose')}
            value={chosen}
            onChange={setChosen}
            data={people
              .filter(({ disabledAt }) => disabledAt === null)
              .map(({ id, name }) => ({
                value: String(id),
                label: id === device.suggestion?.id ? `${name} (${t('orphan.suggested')})` : name,
              }))}
          />
          <Button
            size="xs"
            variant="default"
            disabled={chosen === null}
            loading={give.isPending}
            onClick={() => give.mutate({ id: device.id, userId: Number(chosen) }, { onError: tell })}
          >
            {t('orphan.assign')}
          </Button>
        </>
      ) : null}
    </li>
  );
}

function Known({ device }: { readonly device: DeviceRow }) {
  const { t, language } = useWords();
  const now = useMinute();
  const { lastCallAt: last, nameOnPhone, label, extension } = device;
  const when =
    last === null
      ? null
      : dayOffset(last, now) === 0
        ? formatTime(last, language)
        : `${formatDay(last, language)} ${formatTime(last, language)}`;
  const facts = [
    t('orphan.extension', { extension }),
    label,
    t('orphan.calls', { count: device.calls7d }),
    when === null ? null : t('orphan.last', { time: when }),
    nameOnPhone === null ? (device.suggestion ? null : t('orphan.noHint')) : t('orphan.name', { name: nameOnPhone }),
  ].filter((fact) => fact !== null);
  return facts.map((fact) => <span key={fact}>{fact}</span>);
}
