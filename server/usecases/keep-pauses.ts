import type { Office } from './office.ts';

/** Recordings that are silenced, kept so that they go on in time whatever becomes of this process. */
export interface KeptPauses {
  /** What is silenced already keeps its beginning. */
  begun(channels: readonly string[], begunAt: number, untilAt: number): Promise<void>;
  ended(channels: readonly string[]): Promise<void>;
  all(): Promise<readonly KeptPause[]>;
}

/** One channel whose recording holds silence. */
export interface KeptPause {
  readonly channel: string;
  readonly begunAt: number;
  readonly untilAt: number;
}

export function keepPauses(office: Office, pbxId: number): KeptPauses {
  return {
    begun: (channels, begunAt, untilAt) =>
      office.transact((tx) => tx.recordingPauses.begin(pbxId, channels, begunAt, untilAt)),
    ended: (channels) => office.transact((tx) => tx.recordingPauses.end(pbxId, channels)),
    all: () => office.transact((tx) => tx.recordingPauses.of(pbxId)),
  };
}
