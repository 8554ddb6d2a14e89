import { type Ladder, type LadderStep, ladderSteps, ownerWord, supervisorsWord } from './ladder.ts';

/** A person of ours, as far as a notice can reach them now. */
export interface Reachable {
  readonly id: number;
  readonly login: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  readonly disabled: boolean;
  readonly signedIn: boolean;
  /** Away now, and who stands in. */
  readonly absent: { readonly substituteId: number | null } | null;
}

/**
 * Why somebody was told: they are named, they own the item, they are a supervisor, they stand in for somebody who is
 * away, the next step names them, or there was nobody else but the supervisors.
 */
export type ReachRule = 'named' | 'owner' | 'role' | 'substitute' | 'next_step' | 'all_supervisors';

export interface Reached {
  readonly userId: number;
  readonly rule: ReachRule;
  /** Who was meant and could not be reached. */
  readonly insteadOf: number | null;
}

/**
 * Whom a step reaches, each person once. Who is away, disabled or not signed in is replaced by their substitute, else
 * by whom the next steps name, else by all supervisors: with people in the house a step never reaches nobody.
 */
export function whoIsReached(
  ladder: Ladder,
  step: LadderStep,
  ownerId: number | null,
  people: readonly Reachable[],
): Reached[] {
  const byLogin = new Map(people.map((person) => [person.login.toLowerCase(), person]));
  const byId = new Map(people.map((person) => [person.id, person]));
  const found = new Map<number, Reached>();
  const tell = (all: readonly Reached[]): void => {
    for (const one of all) if (!found.has(one.userId)) found.set(one.userId, one);
  };

  function meant(word: string): Reachable | undefined {
    return word === ownerWord ? byId.get(ownerId ?? -1) : byLogin.get(word.toLowerCase());
  }

  /** The first person that a later step names and that is there. */
  function nextNamed(): Reachable | undefined {
    const later = ladderSteps.slice(ladderSteps.indexOf(step) + 1);
    const words = later.flatMap((name) => ladder.find((rung) => rung.step === name)?.to ?? []);
    return words.flatMap((word) => (word === supervisorsWord ? [] : (meant(word) ?? []))).find(isThere);
  }

  function reach(word: string): Reached[] {
    if (word === supervisorsWord) {
      return supervisors(people).map(({ id }) => ({ userId: id, rule: 'role', insteadOf: null }));
    }
    const person = meant(word);
    const rule = word === ownerWord ? 'owner' : 'named';
    if (person && isThere(person)) return [{ userId: person.id, rule, insteadOf: null }];
    const insteadOf = person?.id ?? null;
    const substitute = byId.get(person?.absent?.substituteId ?? -1);
    if (substitute && isThere(substitute)) return [{ userId: substitute.id, rule: 'substitute', insteadOf }];
    const next = nextNamed();
    if (next) return [{ userId: next.id, rule: 'next_step', insteadOf }];
    return supervisors(people).map(({ id }) => ({ userId: id, rule: 'all_supervisors', insteadOf }));
  }

  const words = ladder.find((rung) => rung.step === step)?.to ?? [];
  const all = words.map(reach);
  // Each is told the strongest reason: who is named in their own right, whomever else they also stand in for.
  for (const rules of strength) tell(all.flat().filter(({ rule }) => rules.includes(rule)));
  return [...found.values()];
}

const strength: readonly (readonly ReachRule[])[] = [
  ['named', 'owner'],
  ['substitute'],
  ['role'],
  ['next_step', 'all_supervisors'],
];

/** Whose the item becomes: the one person a step reached, when it was meant for people and not for a role. */
export function escalatedOwner(reached: readonly Reached[]): number | null {
  const people = reached.filter(({ rule }) => rule === 'named' || rule === 'substitute' || rule === 'next_step');
  return people[0]?.userId ?? null;
}

function isThere({ disabled, absent, signedIn }: Reachable): boolean {
  return !disabled && absent === null && signedIn;
}

/** Supervisors who are there; else those who are not away, else all of them, else the admins. */
function supervisors(people: readonly Reachable[]): readonly Reachable[] {
  const working = people.filter(({ disabled }) => !disabled);
  const role = working.filter(({ role }) => role === 'supervisor');
  const tiers = [
    role.filter(isThere),
    role.filter(({ absent }) => absent === null),
    role,
    working.filter(({ role }) => role === 'admin'),
  ];
  return tiers.find((tier) => tier.length > 0) ?? [];
}
