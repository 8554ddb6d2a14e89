import { dayKey } from '../i18n/format.ts';

export type DueTone = 'late' | 'soon' | 'calm';
export type DueWords = {
  readonly kind: 'in' | 'now' | 'lateMinutes' | 'lateHours' | 'lateDays' | 'at';
  readonly tone: DueTone;
  readonly values: Readonly<Record<string, string | number>>;
};

const minute = 60_000;

/** The words for a due time: minutes while it is near, an hour or a day while it is far. */
export function dueWords(dueAt: number, now: number): DueWords {
  if (dueAt <= now) {
    const late = Math.floor((now - dueAt) / minute);
    if (late < 1) return { kind: 'now', tone: 'late', values: {} };
    if (late < 60) return { kind: 'lateMinutes', tone: 'late', values: { n: late } };
    const h = Math.floor(late / 60);
    if (h < 24) return { kind: 'lateHours', tone: 'late', values: { h, mm: pad(late % 60) } };
    return { kind: 'lateDays', tone: 'late', values: { count: Math.floor(h / 24) } };
  }
  const left = Math.ceil((dueAt - now) / minute);
  if (left < 60) return { kind: 'in', tone: left <= 20 ? 'soon' : 'calm', values: { n: left } };
  return { kind: 'at', tone: 'calm', values: {} };
}

/** Minutes beside hours stand in two digits. */
const pad = (minutes: number): string => String(minutes).padStart(2, '0');

/** Calendar days between an instant and now, in the business's zone: 0 today, 1 tomorrow, -1 yesterday. */
export function dayOffset(at: number, now: number): number {
  return Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / 86_400_000);
}
