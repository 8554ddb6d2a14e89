import { createBrowserRouter, Navigate } from 'react-router';
import { drawn, pageOf } from './optional-page.tsx';

const calls = drawn(pageOf('call-log/call-log-page.tsx', 'CallLogPage'));
const debts = drawn(pageOf('debt-board/debt-board-page.tsx', 'DebtBoardPage'));
const admin = drawn(pageOf('admin/admin-page.tsx', 'AdminPage'));

/** All addresses of the app. */
export const router = createBrowserRouter([
  { path: '/calls', element: calls },
  { path: '/calls/:id', element: calls },
  { path: '/callbacks', element: debts },
  { path: '/admin/*', element: admin },
  { path: '*', element: <Navigate to="/calls" replace /> },
]);
