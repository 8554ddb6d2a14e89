import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import { Outlet, useNavigate } from 'react-router';
import { useSession } from '../api/session.ts';
import { DialConfirm } from '../features/dial/dial-confirm.tsx';
import { DialPad } from '../features/dial/dial-pad.tsx';
import { OfferStrip } from '../features/offers/offer-strip.tsx';
import { PresenceMenu } from '../features/presence/presence-menu.tsx';
import { UnansweredTold } from '../features/presence/unanswered-told.tsx';
import { CallBar } from '../features/screen-pop/call-bar.tsx';
import { popSettings } from '../features/screen-pop/pop-settings-door.ts';
import { todayAsks } from '../features/today/today-asks.tsx';
import { useCommon } from '../i18n/words.ts';
import { useLiveState } from '../socket/live-store.ts';
import { useKeys, useLeaveField, wantsField } from '../ui/keys.ts';
import { Banner, LoadingRows } from '../ui/parts.tsx';
import { RecordingPlayerProvider } from '../ui/recording-slot.tsx';
import { CoverageLine } from './coverage-line.tsx';
import { keyboardSheet } from './keyboard-sheet-door.ts';
import { useOpenCaller } from './open-caller.ts';
import { bringInTurn, fileOf, pageOf } from './optional-page.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';

// Only the demonstration has one: nobody else loads it.
const DemoStrip = lazy(async () => ({ default: (await import('../features/demo/demo-strip.tsx')).DemoStrip }));
const Player = pageOf('recordings/player.tsx', 'RecordingPlayer');

/** What opens under somebody's fingers: a caller's page as it rings, the search of people while the first letters are typed. */
const soonWanted = [
  ...['person', 'number', 'people', 'new-person'].map((page) => fileOf(`contacts/${page}-page.tsx`)),
  ...todayAsks,
  keyboardSheet.bring,
];
const quietMs = 2500;

/** The frame of every page: bar on top, rail at the side, one work area. */
export function Shell() {
  const { t } = useCommon();
  const { demo } = useSession();
  const navigate = useNavigate();
  const [dialling, { open: openDial, close: closeDial }] = useDisclosure(false);
  const lost = useLiveState((state) => state.line === 'lost');
  // At once, not when the page has time: what is typed next goes into the field.
  const search = (): void => {
    wantsField();
    void navigate('/people?search=1', { flushSync: true });
  };
  useEffect(() => {
    let here = true;
    const later = setTimeout(() => bringInTurn(soonWanted, () => here), quietMs);
    return () => {
      here = false;
      clearTimeout(later);
    };
  }, []);
  useOpenCaller();
  useLeaveField();
  useKeys({ d: openDial, '/': search, '?': keyboardSheet.ask });
  return (
    <DialConfirm>
      <RecordingPlayerProvider value={Player}>
        <div className={classes.shell}>
          <a href="#work" className={classes.skip}>
            {t('nav.skip')}
          </a>
          <div className={classes.bar}>
            <CallBar presence={<PresenceMenu />} coverage={<CoverageLine />} onSearch={search} onDial={openDial} />
          </div>
          <Rail onDial={openDial} />
          <main id="work" className={classes.work} tabIndex={-1}>
            {lost ? <Banner tone="red">{t('line.lost')}</Banner> : null}
            <OfferStrip />
            <div className={classes.page}>
              <Suspense fallback={<LoadingRows />}>
                <Outlet />
              </Suspense>
            </div>
          </main>
          {demo ? (
            <div className={classes.demo}>
              <Suspense fallback={null}>
                <DemoStrip />
              </Suspense>
            </div>
          ) : null}
        </div>
        <DialPad opened={dialling} onClose={closeDial} />
        <keyboardSheet.Place />
        <popSettings.Place />
        <UnansweredTold />
      </RecordingPlayerProvider>
    </DialConfirm>
  );
}
