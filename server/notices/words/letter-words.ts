import type { LadderStep } from '../../domain/escalation/ladder.ts';
import type { ReachRule } from '../../domain/escalation/reach.ts';

/** What a mail says, in one language. `{n}`, `{who}`, `{line}`, `{due}`, `{zone}`, `{name}` are filled in. */
export interface LetterWords {
  readonly direction: 'ltr' | 'rtl';
  readonly locale: string;
  /** By step: one item named, and several counted (by plural form; `other` is always there). */
  readonly subject: Readonly<
    Record<LadderStep, { readonly one: string; readonly many: Readonly<Record<string, string>> }>
  >;
  readonly hello: string;
  readonly withheld: string;
  readonly item: string;
  readonly itemWithoutLine: string;
  readonly due: string;
  readonly why: Readonly<Record<ReachRule, string>>;
  readonly instead: string;
  readonly open: string;
  readonly foot: string;
}
