let context: AudioContext | undefined;

/** Browsers allow sound only after a gesture; true once it is allowed. */
export function unlockSound(): boolean {
  if (typeof AudioContext === 'undefined') return false;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  return true;
}

const everyMs = 2600;

/** Two soft notes, again and again; the answer ends it. */
export function ringUntilStopped(): () => void {
  const chime = (): void => {
    note(659.25, 0, 0.42);
    note(783.99, 0.2, 0.5);
  };
  chime();
  const timer = setInterval(chime, everyMs);
  return () => clearInterval(timer);
}

function note(frequency: number, after: number, length: number): void {
  if (context?.state !== 'running') return;
  const start = context.currentTime + after;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.14, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0008, start + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length + 0.05);
}
