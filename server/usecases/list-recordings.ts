import type { Office } from './office.ts';
import { readWanted } from './wanted.ts';

interface Listing {
  readonly unlinked: boolean;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Recordings, newest first; `unlinked` are those on nobody's profile. */
export function listRecordings(office: Office, { unlinked, q, cursor, limit }: Listing) {
  return office.transact(async (tx) =>
    tx.recordings.page({ unlinked, wanted: await readWanted(tx, q), cursor, limit }),
  );
}
