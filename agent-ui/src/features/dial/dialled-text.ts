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

const plainNumber = /^\+?[0-9][0-9 ()./-]{1,38}$/;

/**
 * The number that another program's `tel:` link names, when it is a plain one. Service codes, letters, several numbers
 * and whatever else a page may hide in a link are refused, not repaired.
 */
export function linkedNumber(href: string): string | null {
  if (href.length > 200) return null;
  const number = telNumber(href);
  return number !== null && plainNumber.test(number) ? number : null;
}
