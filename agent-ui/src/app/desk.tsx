import { useMemo } from 'react';
import { Outlet, useLocation, useMatch, useNavigate, useSearchParams } from 'react-router';
import { LineScript } from '../features/screen-pop/line-script.tsx';
import { MatchChooser } from '../features/screen-pop/match-chooser.tsx';
import { WrapUpPanel } from '../features/screen-pop/wrap-up-panel.tsx';
import { NextLine, useNextItem } from '../features/today/next-item.tsx';
import { TodayPanel } from '../features/today/today-panel.tsx';
import { DeskSlotsProvider } from '../ui/desk-slots.tsx';
import classes from './desk.module.css';

/** The agent's desk: Today at the start, the person in the middle and at the end. */
export function Desk() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const person = useMatch('/people/:id')?.params.id;
  const number = useMatch('/people/number/:number')?.params.number;
  const item = Number(search.get('item'));
  const next = useNextItem(item > 0 ? item : null);
  const slots = useMemo(
    () => ({
      top: (
        <>
          <MatchChooser />
          <LineScript />
        </>
      ),
      insert: <WrapUpPanel onNext={() => navigate(next?.page ?? '/')} next={<NextLine next={next} />} />,
    }),
    [navigate, next],
  );
  return (
    <div className={classes.desk} data-home={pathname === '/' || undefined}>
      <div className={classes.today}>
        <TodayPanel
          openItem={item > 0 ? item : null}
          openContact={person === undefined || Number.isNaN(Number(person)) ? null : Number(person)}
          openNumber={number ?? null}
        />
      </div>
      <div className={classes.middle}>
        <DeskSlotsProvider value={slots}>
          <Outlet />
        </DeskSlotsProvider>
      </div>
    </div>
  );
}
