import { asciiDigits } from '../../i18n/digits.ts';

/** What a person typed or pasted, with ASCII digits and without invisible marks; the server decides what it means. */
export function dialledText(typed: string): string {
  return asciiDigits(typed)
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/^tel:/i, '')
    .trim()
    .slice(0, 60);
}

/** The number a `tel:` link names. */
export function telNumber(href: string): string | null {
  if (!/^tel:/i.test(href)) return null;
  const body = href.slice(4).split(';')[0] ?? '';
  try {
    return dialledText(decodeURIComponent(body)) || null;
  } catch {
    return dialledText(body) || null;
  }
}
