import { hoursOf } from './calendar.ts';
import type { Loaded, PhoneRow } from './call-batch-load.ts';
import type { CallPlace, ExclusionRule } from './calls.ts';
import type { PhoneOwners } from './calls-parts.ts';

/** What all calls of one batch are judged by. */
export interface CallGround {
  place(lineKey: string | null): CallPlace;
  groupOf(lineId: number): string | null;
  readonly owners: PhoneOwners;
  readonly rules: readonly ExclusionRule[];
}

/** The site, its lines, phones and rules as the batch found them. */
export function batchGround({ siteId, country, returnedTalkMs, lines, phones, rules }: Loaded): CallGround {
  const byKey = new Map(lines.map(({ key, calendar, ...line }) => [key, { ...line, hours: hoursOf(calendar) }]));
  return {
    place: (key) => ({ siteId, country, returnedTalkMs, line: key === null ? null : (byKey.get(key) ?? null) }),
    groupOf: (lineId) => lines.find(({ id }) => id === lineId)?.group ?? null,
    owners: ownersOf(phones),
    rules: rulesOf(rules),
  };
}

const ownersOf = lastFew((text: string): PhoneOwners => {
  const rows: readonly PhoneRow[] = JSON.parse(text);
  const byDevice = new Map(rows.map(([device, , userId]) => [device, userId]));
  const byExtension = new Map(rows.map(([, extension, userId]) => [extension, userId]));
  return {
    byDevice: (device) => (device === null ? null : (byDevice.get(device) ?? null)),
    byExtension: (extension) => (extension === null ? null : (byExtension.get(extension) ?? null)),
  };
});

const rulesOf = lastFew((text: string): readonly ExclusionRule[] => JSON.parse(text));

/** A pure function that remembers its answers to the last few texts: settings hardly ever change between two batches. */
function lastFew<T>(read: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (answers.size >= 8) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
