import type { ContactId } from './match-index.ts';

/** Why a contact is offered for a number, strongest first. */
export const matchReasons = ['chosen_before', 'only_match', 'owner_is_me', 'talked_last', 'same_number'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** What is known of one person behind the number when it rings. */
export interface Candidate {
  readonly contactId: ContactId;
  readonly ownerId: number | null;
  readonly lastTalkAt: number | null;
}

export interface RankedMatch {
  readonly contactId: ContactId;
  readonly reason: MatchReason;
}

/**
 * Orders everyone behind a number for one agent and says why. All are shown; none is hidden by a better one.
 * `chosen` is the person this agent meant last time.
 */
export function rankMatches(
  candidates: readonly Candidate[],
  agentId: number | null,
  chosen: ContactId | null,
): readonly RankedMatch[] {
  const latestTalk = Math.max(...candidates.map((candidate) => candidate.lastTalkAt ?? 0));
  const reasonOf = (candidate: Candidate): MatchReason => {
    if (candidates.length === 1) return 'only_match';
    if (candidate.contactId === chosen) return 'chosen_before';
    if (agentId !== null && candidate.ownerId === agentId) return 'owner_is_me';
    if (latestTalk > 0 && candidate.lastTalkAt === latestTalk) return 'talked_last';
    return 'same_number';
  };
  return candidates
    .map((candidate) => ({ candidate, reason: reasonOf(candidate) }))
    .sort(
      (a, b) =>
        matchReasons.indexOf(a.reason) - matchReasons.indexOf(b.reason) ||
        (b.candidate.lastTalkAt ?? 0) - (a.candidate.lastTalkAt ?? 0) ||
        a.candidate.contactId - b.candidate.contactId,
    )
    .map(({ candidate, reason }) => ({ contactId: candidate.contactId, reason }));
}
