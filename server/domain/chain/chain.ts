/** The logs that are sealed: what happened to each debt, and what people changed. */
export const sealedSources = ['callback_events', 'audit_log'] as const;
export type SealedSource = (typeof sealedSources)[number];

/** One entry to be sealed, or as it stands today. */
export interface ChainEntry {
  readonly source: SealedSource;
  readonly rowId: number;
  /** SHA-256 of the entry's whole content, hex. */
  readonly digest: string;
}

/** A link: an entry with its place and the hash that covers it and all links before it. */
export interface ChainLink {
  readonly seq: number;
  readonly source: SealedSource;
  readonly rowId: number;
  readonly hash: string;
}

/** SHA-256 of a text, hex: handed in, because the domain has no machinery of its own. */
export type Sha256 = (text: string) => string;

/** What stands before the first link. */
export const chainStart = '0'.repeat(64);

/** SHA-256 over the link before, the place and the entry, hex: whoever changes one entry changes all hashes after it. */
export function linkHash(sha256: Sha256, before: string, seq: number, { source, rowId, digest }: ChainEntry): string {
  return sha256(`${before}|${seq}|${source}|${rowId}|${digest}`);
}

/** Seals entries after the link `seq` with hash `before`. */
export function sealEntries(
  sha256: Sha256,
  before: { seq: number; hash: string },
  entries: readonly ChainEntry[],
): ChainLink[] {
  let { seq, hash } = before;
  return entries.map((entry) => {
    seq += 1;
    hash = linkHash(sha256, hash, seq, entry);
    return { seq, source: entry.source, rowId: entry.rowId, hash };
  });
}

/** What is wrong with the chain, at the first link where it shows. */
export interface ChainBreak {
  readonly seq: number;
  readonly what: 'link_missing' | 'entry_missing' | 'entry_changed';
  readonly subject: string;
}

/** A link as it stands, with the digest its entry has today; null when the entry is gone. */
export type LinkToCheck = ChainLink & { readonly digest: string | null };

/** Walks links in their order, page by page. */
export function createChainCheck(sha256: Sha256) {
  let last = { seq: 0, hash: chainStart };
  return {
    /** The first break among these links, or null. */
    take(links: readonly LinkToCheck[]): ChainBreak | null {
      for (const { seq, source, rowId, hash, digest } of links) {
        const subject = `${source} ${rowId}`;
        if (seq !== last.seq + 1) return { seq: last.seq + 1, what: 'link_missing', subject };
        if (digest === null) return { seq, what: 'entry_missing', subject };
        if (linkHash(sha256, last.hash, seq, { source, rowId, digest }) !== hash)
          return { seq, what: 'entry_changed', subject };
        last = { seq, hash };
      }
      return null;
    },
    head: () => last,
  };
}
