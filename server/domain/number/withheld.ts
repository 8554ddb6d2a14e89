const names = new Set(['', '<unknown>', 'unknown', 'anonymous', 'restricted', 'asterisk', 's', 'private', 'withheld']);

/** Whether the caller kept the number back: by what stands in its place, or by the presentation the channel carries. */
export function isWithheld(raw: string | null, presentation: string | null): boolean {
  if (presentation !== null && isProhibited(presentation)) return true;
  return raw === null || names.has(raw.trim().toLowerCase());
}

/**
 * `CALLERID(pres)` says `prohib_…`, NewCallerid `35 (Presentation Prohibited, …)`. A trusted P-Asserted-Identity puts the
 * real number into CallerIDNum all the same (Asterisk 22), so this alone tells that it must not be shown.
 */
function isProhibited(presentation: string): boolean {
  return /prohib/i.test(presentation) || /^(3[2-5])\b/.test(presentation.trim());
}
