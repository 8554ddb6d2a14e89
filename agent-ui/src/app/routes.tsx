import { createBrowserRouter, matchRoutes, Navigate, type RouteObject } from 'react-router';
import { SearchPlace } from '../features/contacts/search-soon.tsx';
import { TodayHome } from '../features/today/today-home.tsx';
import { BrokenPage } from './broken-page.tsx';
import { Desk } from './desk.tsx';
import { drawn, fetchDrawn, pageOf } from './optional-page.tsx';
import { SessionGate } from './session-gate.tsx';
import { Shell } from './shell.tsx';

const calls = drawn(pageOf('call-log/call-log-page.tsx', 'CallLogPage'));
const tel = drawn(pageOf('dial/tel-page.tsx', 'TelPage'));
const debts = drawn(pageOf('debt-board/debt-board-page.tsx', 'DebtBoardPage'));
const statement = drawn(pageOf('statement/statement-page.tsx', 'StatementPage'));
const recordings = drawn(pageOf('recordings/recordings-page.tsx', 'RecordingsPage'));
const rules = drawn(pageOf('rules/rules-page.tsx', 'RulesPage'));
const lines = drawn(pageOf('rules/lines-page.tsx', 'LinesPage'));
const admin = drawn(pageOf('admin/admin-page.tsx', 'AdminPage'), { recordings, rules, lines });
const peoplePage = drawn(pageOf('contacts/people-page.tsx', 'PeoplePage'));
const people = <SearchPlace>{peoplePage}</SearchPlace>;
const person = drawn(pageOf('contacts/person-page.tsx', 'PersonPage'));
const number = drawn(pageOf('contacts/number-page.tsx', 'NumberPage'));
const withheld = drawn(pageOf('contacts/withheld-page.tsx', 'WithheldPage'));
const merge = drawn(pageOf('contacts/merge-page.tsx', 'MergePage'));
const company = drawn(pageOf('contacts/company-page.tsx', 'CompanyPage'));
const newPerson = drawn(pageOf('contacts/new-person-page.tsx', 'NewPersonPage'));
const wall = drawn(pageOf('wall/wall-page.tsx', 'WallPage'));
const broken = <BrokenPage />;
const signIn = drawn(pageOf('session/sign-in-page.tsx', 'SignInPage'));
const setUp = drawn(pageOf('session/set-up-page.tsx', 'SetUpPage'));
const password = drawn(pageOf('session/password-page.tsx', 'PasswordPage'));

const routes: RouteObject[] = [
  { path: '/sign-in', element: signIn, errorElement: broken },
  { path: '/setup/:token', element: setUp, errorElement: broken },
  { path: '/password/:token', element: password, errorElement: broken },
  { path: '/wall', element: wall, errorElement: broken },
  {
    errorElement: broken,
    element: (
      <SessionGate>
        <Shell />
      </SessionGate>
    ),
    children: [
      {
        element: <Desk />,
        children: [
          { index: true, element: <TodayHome /> },
          { path: '/people/new', element: newPerson },
          { path: '/people/withheld', element: withheld },
          { path: '/people/number/:number', element: number },
          { path: '/people/:id', element: person },
          { path: '/companies/:id', element: company },
          { path: '/people/:id/merge', element: merge },
          { path: '/people/:id/merge/:other', element: merge },
        ],
      },
      { path: '/people', element: people },
      { path: '/dial', element: tel },
      { path: '/calls', element: calls },
      { path: '/calls/:id', element: calls },
      { path: '/callbacks', element: debts },
      { path: '/statement', element: statement },
      { path: '/admin/*', element: admin },
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
];

/** All addresses of the app. */
export const router = createBrowserRouter(routes);

/** Begins to fetch the page of this address, ahead of its drawing. */
export function fetchPage(pathname: string): void {
  for (const { route } of matchRoutes(routes, pathname) ?? []) fetchDrawn(route.element);
}
