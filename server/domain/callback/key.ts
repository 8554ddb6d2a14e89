import type { E164 } from '../../../schema/values/e164.ts';

/** What makes two missed calls one debt: the same site, the same group of lines, the same caller. */
export function callbackKey(siteId: number, lineGroup: string, number: E164): string {
  return `${siteId}:${lineGroup}:${number}`;
}
