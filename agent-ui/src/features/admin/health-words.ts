import type { HealthCheck } from '../../../../schema/contracts/admin.ts';
import { formatClock, formatDay, formatNumber } from '../../i18n/format.ts';
import type { UiLanguage } from '../../i18n/index.ts';

type Facts = NonNullable<HealthCheck['facts']>;

/** The facts of a check as people write them: instants by day and clock, numbers in their digits. */
export function shownFacts(facts: Facts, language: UiLanguage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      return [name, name.endsWith('At') ? instant(value, language) : formatNumber(value, language)];
    }),
  );
}

const instant = (at: number, language: UiLanguage): string => `${formatDay(at, language)} ${formatClock(at, language)}`;

/** The names of what the page shows at a glance, in their order. */
export const glances = ['connectedAt', 'completeToAt', 'events', 'setAside', 'lookedAt', 'p99Ms'] as const;
export type Glance = (typeof glances)[number];

/** What the checks tell at a glance; null for what no check has told. */
export function glanceAt(checks: readonly HealthCheck[]): Readonly<Record<Glance, number | null>> {
  const facts: Facts = Object.assign({}, ...checks.map((check) => check.facts ?? {}));
  const told = (name: Glance): number | null => {
    const value = facts[name];
    return typeof value === 'number' ? value : null;
  };
  return {
    connectedAt: told('connectedAt'),
    completeToAt: told('completeToAt'),
    events: told('events'),
    setAside: told('setAside'),
    lookedAt: told('lookedAt'),
    p99Ms: told('p99Ms'),
  };
}
