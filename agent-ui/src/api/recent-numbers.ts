const key = 'rb-recent-numbers';

/** The numbers dialled last on this machine, newest first. */
export function recentNumbers(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberNumber(number: string): void {
  const kept = [number, ...recentNumbers().filter((each) => each !== number)].slice(0, 8);
  localStorage.setItem(key, JSON.stringify(kept));
}
