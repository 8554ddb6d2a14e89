import type { Push } from '../realtime/push.ts';
import type { OfficeStores } from '../store/office-stores.ts';
import type { OutboxFact } from '../store/outbox.ts';
import { attemptView, passedOnView } from '../usecases/read-attempt.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { FollowedPbx } from './follow-pbx.ts';

interface Parts {
  readonly push: () => Push;
  readonly memory: DeskMemory;
  readonly followed: () => FollowedPbx | null;
}

/** Tells the screens what was committed, and keeps the memory that cards are made of in step with it. */
export function tellScreens({ push, memory, followed }: Parts) {
  const seq = () => push().nextSeq();

  async function callbackChanged(id: number, tx: OfficeStores): Promise<void> {
    const [callback] = await tx.callbackViews.byIds([id]);
    await memory.refreshDebt(id);
    if (!callback) return;
    push().toAll('callback.changed', { seq: seq(), callback });
    if (callback.number !== null) followed()?.board.numberChanged(callback.number);
  }

  async function callLogged(id: number, tx: OfficeStores): Promise<void> {
    const [call] = await tx.callRows.byIds([id]);
    if (!call) return;
    if (call.contact !== null) await memory.refreshContact(call.contact.id);
    push().toAll('call.logged', { seq: seq(), call });
  }

  async function attemptChanged(id: string, tx: OfficeStores): Promise<void> {
    const attempt = await tx.attempts.find(id);
    if (!attempt) return;
    const view = attemptView(attempt, followed()?.attempts.stepOf(attempt) ?? null);
    const kept = attempt.dialOrder === 'customer_first' ? await tx.keptAgents.allOf(id) : [];
    const { userId } = kept.at(-1) ?? attempt;
    push().toUserAndSupervisors(userId, 'attempt.changed', { seq: seq(), attempt: view });
    for (const before of kept.slice(0, -1)) {
      const passedOn = passedOnView(view, before.freedAt ?? attempt.createdAt);
      push().toUser(before.userId, 'attempt.changed', { seq: seq(), attempt: passedOn });
    }
    followed()?.board.attemptChanged(view);
  }

  async function noticeAdded(id: number, tx: OfficeStores): Promise<void> {
    const [found] = await tx.notices.byId(id);
    if (!found) return;
    const { userId, ...notice } = found;
    push().toUser(userId, 'notice', { seq: seq(), notice });
  }

  async function changed(fact: OutboxFact & { type: 'changed' }): Promise<void> {
    if (fact.what === 'contact') {
      await memory.refreshContact(fact.id);
      followed()?.board.contactChanged(fact.id);
    } else if (fact.what === 'people') {
      await memory.refreshPeople();
      followed()?.presence.lookAtAll();
    }
    push().toAll('changed', { seq: seq(), what: fact.what, id: fact.id });
  }

  return async (fact: OutboxFact, tx: OfficeStores): Promise<void> => {
    switch (fact.type) {
      case 'callback.changed':
        return callbackChanged(fact.id, tx);
      case 'call.logged':
        return callLogged(fact.id, tx);
      case 'attempt.changed':
        return attemptChanged(fact.id, tx);
      case 'notice.added':
        return noticeAdded(fact.id, tx);
      case 'changed':
        return changed(fact);
    }
  };
}
