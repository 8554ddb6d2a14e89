import type { UiLanguage } from './index.ts';

const persian = '۰۱۲۳۴۵۶۷۸۹';
/** ASCII digits drawn as the language draws them. */
export function localDigits(text: string, language: UiLanguage): string {
  return language === 'fa' ? text.replace(/[0-9]/g, (digit) => persian[Number(digit)] ?? digit) : text;
}
/** Persian and Arabic digits back to ASCII, for typed numbers. */
export function asciiDigits(text: string): string {
  return text
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}
