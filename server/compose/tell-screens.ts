import type { Push } from '../realtime/push.ts';
import type { OfficeStores } from '../store/office-stores.ts';
import type { OutboxFact } from '../store/outbox.ts';
import { attemptView, passedOnView } from '../usecases/read-attempt.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { FollowedPbx } from './follow-pbx.ts';
import { createCallbackNews } from './tell-callbacks.ts';

interface Parts {
  readonly push: () => Push;
  readonly memory: DeskMemory;
  readonly followed: () => FollowedPbx | null;
  readonly now: () => number;
}

type Changed = OutboxFact & { type: 'changed' };

/**
 * Tells the screens what was committed, and keeps the memory that cards are made of in step with it. All facts of one
 * kind are read at once.
 */
export function tellScreens({ push, memory, followed, now }: Parts) {
  const tellCallback = createCallbackNews(now);
  const seq = () => push().nextSeq();

  async function callbacksChanged(ids: readonly number[], tx: OfficeStores): Promise<void> {
    const callbacks = await tx.callbackViews.byIds(ids);
    await memory.refreshDebts(ids);
    for (const callback of callbacks) {
      tellCallback(callback, push());
      if (callback.number !== null) followed()?.board.numberChanged(callback.number);
    }
  }

  async function callsLogged(ids: readonly number[], tx: OfficeStores): Promise<void> {
    const heads = await tx.touched.calls(ids);
    await memory.refreshTalks([...new Set(heads.flatMap(({ contactId }) => contactId ?? []))]);
    const { news } = push();
    news.tell('board', { type: 'logged', calls: heads.length });
    for (const { contactId, number } of heads) {
      if (contactId !== null) news.tell(`contact:${contactId}`, { type: 'touched' });
      if (number !== null) news.tell(`number:${number}`, { type: 'touched' });
    }
    if (!news.isLookedAt('calls')) return;
    for (const call of await tx.callRows.byIds(ids)) news.tell('calls', { type: 'call', call });
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

  async function changed(facts: readonly Changed[], tx: OfficeStores): Promise<void> {
    const idsOf = (what: Changed['what']) => facts.filter((fact) => fact.what === what).map(({ id }) => id);
    const contacts = idsOf('contact');
    for (const id of contacts) {
      await memory.refreshContact(id);
      followed()?.board.contactChanged(id);
    }
    const { news } = push();
    if (idsOf('people').length > 0) {
      await memory.refreshPeople();
      followed()?.presence.lookAtAll();
      news.tell('people', { type: 'touched' });
    }
    if (idsOf('recording').length > 0) news.tell('recordings', { type: 'touched' });
    const touched = await tx.touched.contacts(idsOf('note'), idsOf('recording'));
    for (const id of [...contacts, ...touched]) news.tell(`contact:${id}`, { type: 'touched' });
  }

  return async (facts: readonly OutboxFact[], tx: OfficeStores): Promise<void> => {
    const of = <T extends OutboxFact['type']>(type: T) =>
      facts.filter((fact): fact is OutboxFact & { type: T } => fact.type === type);
    const [callbacks, calls, changes] = [of('callback.changed'), of('call.logged'), of('changed')];
    if (callbacks.length > 0)
      await callbacksChanged(
        callbacks.map(({ id }) => id),
        tx,
      );
    if (calls.length > 0)
      await callsLogged(
        calls.map(({ id }) => id),
        tx,
      );
    for (const { id } of of('attempt.changed')) await attemptChanged(id, tx);
    for (const { id } of of('notice.added')) await noticeAdded(id, tx);
    if (changes.length > 0) await changed(changes, tx);
  };
}
