import { z } from 'zod';

/** How a talk may have gone on every line that has no list of its own. */
export const outcomeChips = ['order', 'question', 'complaint', 'no_interest', 'wrong_number', 'other'] as const;

const word = z.string().trim().min(1).max(40);

/** One way a talk may have gone, in the words of the company, with its finer kinds. */
export const Outcome = z.strictObject({ name: word, more: z.array(word).max(8).default([]) });
export type Outcome = z.infer<typeof Outcome>;

/** What is stored of a choice: the outcome, and its finer kind behind a colon. */
export const outcomeText = (name: string, more: string | null): string => (more === null ? name : `${name}: ${more}`);

/** Everything that may be chosen from a list. */
export const outcomeTexts = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap(({ name, more }) => [outcomeText(name, null), ...more.map((each) => outcomeText(name, each))]);

/** At most as many as there are keys for, and no two that would be stored alike. */
export const Outcomes = z
  .array(Outcome)
  .min(1)
  .max(outcomeChips.length)
  .refine((outcomes) => {
    const texts = outcomeTexts(outcomes).map((text) => text.toLocaleLowerCase('en'));
    return new Set(texts).size === texts.length;
  }, 'an outcome is there twice');

/** What an agent says first on a line. */
export const Greeting = z.string().trim().min(1).max(1000);
/** What is asked in every talk of a line; a point that is there twice is one, because a tick names its point. */
export const Checklist = z
  .array(z.string().trim().min(1).max(200))
  .max(12)
  .transform((points) => [...new Set(points)]);
