import type { CallRecord } from '../call/call-record.ts';

interface Rule {
  readonly id: number;
  readonly kind: 'blocked_number' | 'excluded_line' | 'abandoned_before_s';
  readonly value: string;
  /** Key of the one line it holds on; nothing is every line. */
  readonly line?: string | null;
}

/** The first rule that leaves this missed call out of the ledger, or null: then we owe it. */
export function excludingRule(rules: readonly Rule[], record: CallRecord): number | null {
  return rules.find((rule) => excludes(rule, record))?.id ?? null;
}

function excludes({ kind, value, line = null }: Rule, record: CallRecord): boolean {
  if (line !== null && record.line !== line) return false;
  switch (kind) {
    case 'blocked_number':
      return record.caller !== null && record.caller === value;
    case 'excluded_line':
      return value !== '' && (record.line === value || record.called === value || record.calledRaw === value);
    case 'abandoned_before_s':
      // 0 is off; a call that Ringback did not see whole is never left out.
      return (record.reason?.startsWith('abandoned_') ?? false) && record.waitedMs < Number(value) * 1000;
  }
}
