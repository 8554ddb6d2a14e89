import { Button, Modal, NativeSelect, SegmentedControl, Slider, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { PopUrl, popAs, popWhens } from '../../../../schema/contracts/push.ts';
import { editMe, useSession } from '../../api/session.ts';
import { useCommon } from '../../i18n/words.ts';
import type { OpenedProps } from '../../ui/on-request.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './pop-settings.module.css';
import { usePushChoice } from './push-choice.ts';
import { ringTones, useRingChoice } from './ring-choice.ts';
import { useSoundBlocked } from './ring-sound.ts';
import { ringUntilStopped, unlockSound } from './ring-tone.ts';
import { useWords } from './words.ts';

const exampleUrl = 'https://crm.example.com/?phone={number}';
/** How a call is shown to me and how it sounds here. */
export function PopSettings({ opened, onClose }: OpenedProps) {
  const { t } = useWords();
  const common = useCommon();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('settings.title')}
      size={520}
      closeButtonProps={{ 'aria-label': common.t('action.close') }}
    >
      <div className={classes.settings}>
        <CallerPage />
        <Ring />
        <Notices />
      </div>
    </Modal>
  );
}

/** When the caller's page opens, and as what. */
function CallerPage() {
  const { t } = useWords();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const { user } = useSession();
  const [url, setUrl] = useState(user.popUrl ?? '');
  const [as, setAs] = useState(user.popAs);
  const save = (wish: Parameters<typeof editMe>[1]): void => void editMe(cache, wish).catch(tell);
  const valid = PopUrl.safeParse(url).success;
  return (
    <section>
      <h3>{t('settings.page')}</h3>
      <SegmentedControl
        fullWidth
        aria-label={t('settings.when')}
        value={user.popWhen}
        onChange={(popWhen) => save({ popWhen })}
        data={popWhens.map((value) => ({ value, label: t(`settings.when.${value}`) }))}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('settings.as')}
        value={as}
        onChange={(popAs) => {
          setAs(popAs);
          if (popAs !== 'url') save({ popAs });
          else if (valid) save({ popAs, popUrl: url });
        }}
        data={popAs.map((value) => ({ value, label: t(`settings.as.${value}`) }))}
      />
      {as === 'url' ? (
        <TextInput
          dir="ltr"
          label={t('settings.url')}
          description={t('settings.urlHint', { number: '{number}' })}
          placeholder={exampleUrl}
          error={url !== '' && !valid ? t('settings.urlBad') : null}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          onBlur={() => (valid ? save({ popAs: 'url', popUrl: url }) : undefined)}
        />
      ) : null}
    </section>
  );
}

/** How this machine rings. */
function Ring() {
  const { t } = useWords();
  const [choice, change] = useRingChoice();
  const blocked = useSoundBlocked();
  const outputs = useOutputs();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  const test = async (): Promise<void> => {
    stop.current?.();
    if (await unlockSound()) stop.current = ringUntilStopped(choice, 1);
  };
  return (
    <section>
      <h3>{t('settings.ring')}</h3>
      {blocked ? (
        <p className={classes.blocked}>
          <StateGlyph state="not_reached" withWord word={t('sound.blocked')} />
        </p>
      ) : null}
      <SegmentedControl
        fullWidth
        aria-label={t('settings.tone')}
        value={choice.tone}
        onChange={(value) => {
          const tone = ringTones.find((each) => each === value);
          if (tone) change({ tone });
        }}
        data={ringTones.map((value) => ({ value, label: t(`settings.tone.${value}`) }))}
      />
      <div className={classes.line}>
        <span id="rb-volume">{t('settings.volume')}</span>
        <Slider
          className={classes.slider ?? ''}
          thumbLabel={t('settings.volume')}
          min={0}
          max={100}
          label={null}
          value={Math.round(choice.volume * 100)}
          onChange={(value) => change({ volume: value / 100, muted: false })}
        />
        <Button variant="default" onClick={() => void test()}>
          {t('settings.test')}
        </Button>
      </div>
      {outputs.length > 1 ? (
        <NativeSelect
          label={t('settings.output')}
          value={choice.output}
          onChange={(event) => change({ output: event.currentTarget.value })}
          data={[{ value: '', label: t('settings.outputDefault') }, ...outputs]}
        />
      ) : null}
    </section>
  );
}

/** Loudspeakers the browser is willing to name. */
function useOutputs(): readonly { readonly value: string; readonly label: string }[] {
  const [outputs, setOutputs] = useState<readonly { value: string; label: string }[]>([]);
  useEffect(() => {
    if (!navigator.mediaDevices?.enumerateDevices || !('setSinkId' in AudioContext.prototype)) return;
    let here = true;
    const read = (): void =>
      void navigator.mediaDevices
        .enumerateDevices()
        .then((all) =>
          all.filter(({ kind, deviceId, label }) => kind === 'audiooutput' && deviceId !== '' && label !== ''),
        )
        .then((found) => here && setOutputs(found.map(({ deviceId, label }) => ({ value: deviceId, label }))))
        .catch(() => undefined);
    read();
    navigator.mediaDevices.addEventListener('devicechange', read);
    return () => {
      here = false;
      navigator.mediaDevices.removeEventListener('devicechange', read);
    };
  }, []);
  return outputs;
}

/** Whether this browser is told while no page is in view. */
function Notices() {
  const { t } = useWords();
  const tell = useTellProblem();
  const [state, turn] = usePushChoice();
  const [busy, setBusy] = useState(false);
  const press = (): void => {
    setBusy(true);
    turn(state !== 'on')
      .catch(tell)
      .finally(() => setBusy(false));
  };
  if (state === null) return null;
  return (
    <section>
      <h3>{t('settings.notices')}</h3>
      <div className={classes.line}>
        <span className={classes.grow}>{t(`settings.notices.${state}`)}</span>
        {state === 'on' || state === 'off' ? (
          <Button variant="default" loading={busy} onClick={press}>
            {t(state === 'on' ? 'settings.turnOff' : 'settings.turnOn')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
