/** Two initials of a name; one letter where letters join (Arabic script). */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = firstLetter(words[0]);
  if (/[\u0600-\u06ff]/.test(first)) return first;
  const last = words.length > 1 ? firstLetter(words.at(-1)) : '';
  return Array.from(first + last, capital).join('');
}

/** Georgian is written without capitals; the letters Unicode has for them are missing from most fonts. */
function capital(letter: string): string {
  return /[\u10d0-\u10ff]/.test(letter) ? letter : letter.toUpperCase();
}

function firstLetter(word: string | undefined): string {
  const letters = Array.from(word ?? '').filter((sign) => /\p{L}|\p{N}/u.test(sign));
  return letters[0] ?? '';
}
