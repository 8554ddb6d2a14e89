/** One seat of a phone in a queue, as the PBX tells it. */
export interface Member {
  readonly queue: string;
  /** What the queue rings: the phone itself, or something in front of it. */
  readonly interface: string;
  /** The phone whose state counts. */
  readonly device: string;
  readonly paused: boolean;
  readonly reason: string | null;
  /** Joined while the PBX ran and may leave again; the others stand in its configuration. */
  readonly dynamic: boolean;
}

/** Who sits in which queue. The PBX's word alone counts; nothing here is wished. */
export interface Members {
  /** All there are: what was known before is forgotten. */
  restore(members: readonly Member[]): void;
  put(member: Member): void;
  remove(queue: string, queueInterface: string): void;
  of(devices: readonly string[]): Member[];
}

/** `Local/1004@from-queue/n` stands for a phone only when the queue says which. */
export function createMembers(): Members {
  const seats = new Map<string, Member>();
  /** The same seats by phone: a company of thousands asks about one phone at a time. */
  const byDevice = new Map<string, Map<string, Member>>();
  const keyOf = (queue: string, queueInterface: string) => `${queue} ${queueInterface}`;

  function remove(key: string): void {
    const before = seats.get(key);
    if (before === undefined) return;
    seats.delete(key);
    const left = byDevice.get(before.device);
    left?.delete(key);
    if (left?.size === 0) byDevice.delete(before.device);
  }

  function put(member: Member): void {
    const key = keyOf(member.queue, member.interface);
    // A phone keeps its place among its queues; one that changed hands has none any more.
    if (seats.get(key)?.device !== member.device) remove(key);
    seats.set(key, member);
    const own = byDevice.get(member.device) ?? new Map<string, Member>();
    byDevice.set(member.device, own.set(key, member));
  }

  return {
    restore(members) {
      seats.clear();
      byDevice.clear();
      for (const member of members) put(member);
    },
    put,
    remove: (queue, queueInterface) => remove(keyOf(queue, queueInterface)),
    of: (devices) => devices.flatMap((device) => [...(byDevice.get(device)?.values() ?? [])]),
  };
}

/** A phone counts as paused when no queue would ring it; a pause in one of several queues is no break. */
export function pauseOf(members: readonly Member[]): { readonly reason: string } | null {
  if (members.length === 0 || members.some(({ paused }) => !paused)) return null;
  return { reason: members.find(({ reason }) => reason !== null && reason !== '')?.reason ?? '' };
}
