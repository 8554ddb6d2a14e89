import { useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

const key = 'rb-device';
const readers = new Set<() => void>();
const chosen = (): string | null => localStorage.getItem(key);

/** Dials with this phone from now on. */
export function chooseDevice(id: number): void {
  localStorage.setItem(key, String(id));
  for (const read of readers) read();
}

/** My phones and the one I dial with. */
export function useMyDevices() {
  const { devices } = useSession();
  const id = useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  }, chosen);
  const device = devices.find((each) => String(each.id) === id) ?? devices[0];
  return { devices, device };
}
