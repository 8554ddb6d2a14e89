import type { EventSession, EventSessionOptions } from '../../pbx/ami/session-types.ts';
import { type FaultPoint, faultPoint } from '../platform/fault-points.ts';
import type { Journal } from '../workers/journal.ts';
import type { House } from './house.ts';

type Handlers = Pick<EventSessionOptions, 'onEvent' | 'onQuarantine' | 'onState'>;

/** The session with fault points where an event and a snapshot come in. */
export function struckSession(open: (handlers: Handlers) => EventSession): (handlers: Handlers) => EventSession {
  return (handlers) => {
    const session = open({
      ...handlers,
      onEvent(event) {
        faultPoint('event.read');
        handlers.onEvent(event);
      },
    });
    return {
      start: session.start,
      stop: session.stop,
      variableOf: session.variableOf,
      get state() {
        return session.state;
      },
      snapshot: () => after(session.snapshot(), 'snapshot.taken'),
    };
  };
}

/** The house whose transactions have fault points right before and right after their commit. */
export function struckCommits(house: House): House {
  const { transact } = house;
  return {
    ...house,
    transact: (work) =>
      after(
        transact((tx) => after(work(tx), 'call.before-commit')),
        'call.committed',
      ),
  };
}

/** The journal with fault points where calls are safe on the disk, and where it is about to be emptied. */
export function struckJournal(journal: Journal): Journal {
  return {
    left: journal.left,
    get bytes() {
      return journal.bytes;
    },
    append: (judged) => after(journal.append(judged), 'journal.appended'),
    clear() {
      if (journal.bytes > 0) faultPoint('journal.before-clear');
      return journal.clear();
    },
    close: journal.close,
  };
}

/** The outcome of a step, with a fault point between it and whatever follows. */
export async function after<T>(work: Promise<T>, point: FaultPoint): Promise<T> {
  const outcome = await work;
  faultPoint(point);
  return outcome;
}
