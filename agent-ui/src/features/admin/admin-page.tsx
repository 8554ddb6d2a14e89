import type { ReactNode } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '../../api/session.ts';
import { EmptyState } from '../../ui/parts.tsx';
import { AdminNav } from './admin-nav.tsx';
import classes from './admin-page.module.css';
import { AuditList } from './audit-list.tsx';
import { DoNotCall } from './do-not-call.tsx';
import { HealthChecks } from './health-checks.tsx';
import { HoursPage } from './hours-page.tsx';
import { Integrations } from './integrations.tsx';
import { People } from './people.tsx';
import { useWords } from './words.ts';

interface Props {
  /** The page of recordings, handed in by the app. */
  readonly recordings?: ReactNode;
  /** The page of callback rules, handed in by the app. */
  readonly rules?: ReactNode;
  /** The page of lines, handed in by the app. */
  readonly lines?: ReactNode;
}

/** Setting the company up: a list of parts at the side, one part beside it. */
export function AdminPage({ recordings = null, rules = null, lines = null }: Props) {
  const { t } = useWords();
  const { user } = useSession();
  if (user.role === 'agent') return <EmptyState title={t('forbidden.title')}>{t('forbidden.more')}</EmptyState>;
  const admin = user.role === 'admin';
  return (
    <div className={classes.admin}>
      <AdminNav admin={admin} />
      <div className={classes.page}>
        <Routes>
          <Route index element={<Navigate to="/admin/people" replace />} />
          <Route path="people" element={<People admin={admin} />} />
          <Route path="lines" element={lines} />
          <Route path="hours" element={<HoursPage admin={admin} />} />
          <Route path="rules" element={rules} />
          <Route path="do-not-call" element={<DoNotCall />} />
          <Route path="recordings" element={recordings} />
          {admin ? <Route path="integrations" element={<Integrations />} /> : null}
          {admin ? <Route path="audit" element={<AuditList />} /> : null}
          {admin ? <Route path="health" element={<HealthChecks />} /> : null}
          <Route path="*" element={<Navigate to="/admin/people" replace />} />
        </Routes>
      </div>
    </div>
  );
}
