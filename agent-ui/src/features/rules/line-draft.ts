import type { z } from 'zod';
import { EditLine } from '../../../../schema/contracts/leaving.ts';
import type { Outcome } from '../../../../schema/contracts/outcomes.ts';
import type { LineListed } from './use-lines.ts';

/** A line while it is written; the checklist has one point to a row of text. */
export interface LineDraft {
  readonly name: string;
  readonly language: LineListed['language'];
  readonly group: string;
  readonly greeting: string;
  readonly checklist: string;
  readonly outcomes: readonly Outcome[];
}

export const draftOf = ({ name, language, group, greeting, checklist, outcomes }: LineListed): LineDraft => ({
  name,
  language,
  group,
  greeting: greeting ?? '',
  checklist: checklist.join('\n'),
  outcomes: outcomes ?? [],
});

/** What is sent of a draft. Empty rows are left out; without an outcome the line has the six every line has. */
export function editOf(draft: LineDraft, version: number): z.ZodSafeParseResult<z.infer<typeof EditLine>> {
  const outcomes = draft.outcomes.filter(({ name, more }) => name.trim() !== '' || more.length > 0);
  return EditLine.safeParse({
    version,
    name: draft.name,
    language: draft.language,
    group: draft.group,
    greeting: draft.greeting.trim() || null,
    checklist: draft.checklist.split('\n').filter((point) => point.trim() !== ''),
    outcomes: outcomes.length === 0 ? null : outcomes,
  });
}

/** Which fields cannot be saved as they stand. */
export function wrongIn(parsed: ReturnType<typeof editOf>): ReadonlySet<string> {
  return new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0] ?? '')));
}
