import type { CallExplained, ExplainEvidence } from '../../../../schema/contracts/explain.ts';

/** One fact behind a call: the key of its sentence and the values in it. */
export interface ExplainFact {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number | null>>;
  /** The rule hangs on it. */
  readonly decides: boolean;
}

/** The key of the rule in plain words. */
export function ruleKey({ verdict, rule }: Pick<CallExplained, 'verdict' | 'rule'>): string {
  if (verdict === 'missed') return 'explain.rule.missed';
  return verdict === 'unknown' ? 'explain.rule.unknown' : `explain.rule.${rule}`;
}

/** The facts in the order they are read: what decides, what else was seen, then line, person and debt. */
export function explainFacts(explained: CallExplained): readonly ExplainFact[] {
  const { evidence, line, exclusion, match, callback, settles } = explained;
  const seen = evidence.map(({ code, values, decides }): ExplainFact => ({ key: `explain.${code}`, values, decides }));
  const beside = (key: string, values: ExplainFact['values']): ExplainFact => ({ key, values, decides: false });
  const called = line.called ?? line.calledRaw;
  return [
    ...seen.filter(({ decides }) => decides),
    ...seen.filter(({ decides }) => !decides),
    ...(exclusion
      ? [{ ...beside(`explain.exclusion.${exclusion.kind}`, { value: exclusion.value }), decides: true }]
      : []),
    ...(line.how === 'not_inbound' || called === null
      ? []
      : [beside(`explain.line.${line.how}`, { line: line.line?.name ?? '', called })]),
    ...(explained.direction === 'internal'
      ? []
      : [beside(`explain.match.${match.how}`, { name: match.contact?.name ?? '', n: match.candidates.length })]),
    ...(callback ? [beside(`explain.callback.${callback.how}`, { id: callback.id })] : []),
    ...(settles === null ? [] : [beside('explain.settles', { id: settles })]),
  ];
}

const results = ['answered', 'lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone'] as const;

/** What came of the phones that were asked, without those results that none had. */
export function offerCounts(values: ExplainEvidence['values']) {
  return results.flatMap((result) => {
    const n = values[result];
    return typeof n === 'number' && n > 0 ? [{ result, n }] : [];
  });
}
