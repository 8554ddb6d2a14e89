/** Speeds of the player, in the order the button goes through them. */
export const speeds: readonly number[] = [1, 1.25, 1.5, 2];

/** The speed after this one; after the last comes the first. */
export function nextSpeed(speed: number): number {
  const at = speeds.indexOf(speed);
  return speeds[(at + 1) % speeds.length] ?? 1;
}

/** Where a key on the slider leads, in seconds; null for a key that means nothing here. Right is always later. */
export function seekByKey(key: string, position: number, length: number): number | null {
  const inside = (to: number) => Math.min(length, Math.max(0, to));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return inside(position + 5);
    case 'ArrowLeft':
    case 'ArrowDown':
      return inside(position - 5);
    case 'PageUp':
      return inside(position + 30);
    case 'PageDown':
      return inside(position - 30);
    case 'Home':
      return 0;
    case 'End':
      return length;
    default:
      return null;
  }
}

let speaking: HTMLAudioElement | null = null;

/** One recording speaks at a time: starting one pauses the other. */
export function takeTheFloor(audio: HTMLAudioElement): void {
  if (speaking !== null && speaking !== audio) speaking.pause();
  speaking = audio;
}
