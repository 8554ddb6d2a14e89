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
  let seats = new Map<string, Member>();
  const key = (queue: string, queueInterface: string) => `${queue} ${queueInterface}`;
  return {
    restore(members) {
      seats = new Map(members.map((member) => [key(member.queue, member.interface), member]));
    },
    put(member) {
      seats.set(key(member.queue, member.interface), member);
    },
    remove: (queue, queueInterface) => void seats.delete(key(queue, queueInterface)),
    of: (devices) => [...seats.values()].filter(({ device }) => devices.includes(device)),
  };
}

/** A phone counts as paused when no queue would ring it; a pause in one of several queues is no break. */
export function pauseOf(members: readonly Member[]): { readonly reason: string } | null {
  if (members.length === 0 || members.some(({ paused }) => !paused)) return null;
  return { reason: members.find(({ reason }) => reason !== null && reason !== '')?.reason ?? '' };
}
