/** What makes two missed calls one debt: the same site, the same group of lines, the same caller (E.164). */
export function callbackKey(siteId: number, lineGroup: string, number: string): string {
  return `${siteId}:${lineGroup}:${number}`;
}
