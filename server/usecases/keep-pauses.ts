import type { Office } from './office.ts';

/** Recordings that are silenced, kept so that they go on in time whatever becomes of this process. */
export interface KeptPauses {
  begun(channels: readonly string[], untilAt: number): Promise<void>;
  ended(channels: readonly string[]): Promise<void>;
  all(): Promise<readonly { readonly channel: string; readonly untilAt: number }[]>;
}

export function keepPauses(office: Office, pbxId: number): KeptPauses {
  return {
    begun: (channels, untilAt) => office.transact((tx) => tx.recordingPauses.begin(pbxId, channels, untilAt)),
    ended: (channels) => office.transact((tx) => tx.recordingPauses.end(pbxId, channels)),
    all: () => office.transact((tx) => tx.recordingPauses.of(pbxId)),
  };
}
