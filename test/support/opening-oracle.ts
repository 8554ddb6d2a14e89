/** Opening hours counted minute by minute on the wall clock, without any of the code under test. */
export interface PlainHours {
  readonly timeZone: string;
  /** `09:00-13:00`, Monday first; none runs over midnight. */
  readonly weekly: readonly (readonly string[])[];
  /** Dates on which nobody is there. */
  readonly closed: readonly string[];
}

const minute = 60_000;

/** The line's hours as a question to each minute. */
export function openMinutes({ timeZone, weekly, closed }: PlainHours) {
  const wall = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const known = new Map<number, boolean>();
  function read(at: number): boolean {
    const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
    if (closed.includes(`${parts.year}-${parts.month}-${parts.day}`)) return false;
    const clock = `${parts.hour}:${parts.minute}`;
    return (weekly[days.indexOf(parts.weekday ?? '')] ?? []).some((interval) => {
      const [from = '', to = ''] = interval.split('-');
      return from <= clock && clock < to;
    });
  }
  function isOpen(at: number): boolean {
    const before = known.get(at);
    if (before !== undefined) return before;
    const open = read(at);
    known.set(at, open);
    return open;
  }
  return {
    isOpen,
    /** So many open minutes later; with none, the next open minute. */
    after(at: number, minutes: number): number {
      let t = at;
      if (minutes === 0) while (!isOpen(t)) t += minute;
      for (let left = minutes; left > 0; t += minute) if (isOpen(t)) left -= 1;
      return t;
    },
    /** So many open minutes earlier. */
    before(at: number, minutes: number): number {
      let t = at;
      for (let left = minutes; left > 0; ) {
        t -= minute;
        if (isOpen(t)) left -= 1;
      }
      return t;
    },
  };
}

/** Numbers that look random and are the same in every run. */
export function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
