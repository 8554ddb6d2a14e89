import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChainEntry,
  chainStart,
  createChainCheck,
  type LinkToCheck,
  sealEntries,
} from '../../../server/domain/chain/chain.ts';
import { sha256 } from '../../../server/usecases/seal-chain.ts';

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const entries = fc.uniqueArray(
  fc.record({
    source: fc.constantFrom('callback_events' as const, 'audit_log' as const),
    rowId: fc.nat(1_000_000),
    digest,
  }),
  { minLength: 2, maxLength: 40, selector: ({ source, rowId }) => `${source}${rowId}` },
);

const sealed = (all: readonly ChainEntry[]): LinkToCheck[] =>
  sealEntries(sha256, { seq: 0, hash: chainStart }, all).map((link, at) => ({
    ...link,
    digest: all[at]?.digest ?? null,
  }));
const walked = (links: readonly LinkToCheck[]) => createChainCheck(sha256).take(links);

test('a chain is whole however its sealing was cut into turns', () => {
  fc.assert(
    fc.property(entries, fc.nat(40), (all, cut) => {
      const first = sealEntries(sha256, { seq: 0, hash: chainStart }, all.slice(0, cut));
      const second = sealEntries(sha256, first.at(-1) ?? { seq: 0, hash: chainStart }, all.slice(cut));
      expect([...first, ...second]).toEqual(sealEntries(sha256, { seq: 0, hash: chainStart }, all));
      const check = createChainCheck(sha256);
      const links = sealed(all);
      expect([check.take(links.slice(0, cut)), check.take(links.slice(cut))]).toEqual([null, null]);
      expect(check.head().seq).toBe(all.length);
    }),
  );
});

test('an entry that was changed, removed, moved or pushed in breaks it at its place', () => {
  fc.assert(
    fc.property(entries, fc.nat(), digest, (all, where, other) => {
      const links = sealed(all);
      const at = where % links.length;
      const link = links[at];
      if (!link || link.digest === other) return;
      const seq = at + 1;
      expect(walked(links.with(at, { ...link, digest: other }))).toMatchObject({ seq, what: 'entry_changed' });
      expect(walked(links.with(at, { ...link, digest: null }))).toMatchObject({ seq, what: 'entry_missing' });
      expect(walked(links.with(at, { ...link, rowId: link.rowId + 1 }))).toMatchObject({ seq, what: 'entry_changed' });
      if (at < links.length - 1) expect(walked(links.toSpliced(at, 1))).toMatchObject({ seq, what: 'link_missing' });
      // Whoever takes an entry out and numbers the rest anew has other hashes.
      const renumbered = links.toSpliced(at, 1).map((each, place) => ({ ...each, seq: place + 1 }));
      if (at < links.length - 1) expect(walked(renumbered)).toMatchObject({ seq, what: 'entry_changed' });
    }),
  );
});
