/** The PBX did not do what it was told. */
export class CommandRefused extends Error {
  constructor(cause: unknown) {
    super('The PBX did not carry the order out', { cause });
    this.name = 'CommandRefused';
  }
}

/** Orders about where people are; they reject with `CommandRefused`. */
export interface PresencePort {
  pause(userId: number, reason: string, byId: number | null): Promise<void>;
  ready(userId: number, byId: number | null): Promise<void>;
  /** One minute more after a call. */
  moreTime(userId: number): void;
  /** False when this person may not come and go in this queue. */
  serve(userId: number, queue: string, serves: boolean): Promise<boolean>;
}
