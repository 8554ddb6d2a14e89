import type { Role } from '../../schema/contracts/common.ts';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { AttemptStore } from '../store/attempts.ts';
import type { AuditLogStore } from '../store/audit-log.ts';
import type { CallDetailStore } from '../store/call-details.ts';
import type { CallRowStore } from '../store/call-rows.ts';
import type { CallbackViewStore } from '../store/callback-views.ts';
import type { CallbackStore } from '../store/callbacks.ts';
import type { ContactViewStore } from '../store/contact-views.ts';
import type { ContactStore } from '../store/contacts.ts';
import type { DeviceStore } from '../store/devices.ts';
import type { MatchStore } from '../store/matches.ts';
import type { NoteStore } from '../store/notes.ts';
import type { OutboxStore } from '../store/outbox.ts';
import type { RecordingStore } from '../store/recordings.ts';
import type { LinkStore, SessionStore } from '../store/sessions.ts';
import type { SiteStore } from '../store/site.ts';
import type { UserStore } from '../store/users.ts';

/** One transaction, with the tables of people, contacts, recordings and the log in reach. */
export interface DeskTx {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly devices: DeviceStore;
  readonly site: SiteStore;
  readonly contacts: ContactStore;
  readonly contactViews: ContactViewStore;
  readonly matches: MatchStore;
  readonly notes: NoteStore;
  readonly recordings: RecordingStore;
  readonly callRows: CallRowStore;
  readonly callDetails: CallDetailStore;
  readonly callbackViews: CallbackViewStore;
  readonly auditLog: AuditLogStore;
  readonly callbacks: CallbackStore;
  readonly attempts: AttemptStore;
  readonly outbox: OutboxStore;
}

/** What the verbs around the desk need from outside. */
export interface Desk {
  readonly transact: <T>(work: (tx: DeskTx) => Promise<T>) => Promise<T>;
  readonly now: Clock;
  readonly matchIndex: MatchIndex;
}

/** Who asks: a signed-in person and from where. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly ip: string | null;
}
