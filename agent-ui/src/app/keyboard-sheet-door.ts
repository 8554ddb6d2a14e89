import { onRequest } from '../ui/on-request.tsx';

/** All keys on one sheet: opened by `?` and from the menu of the person. */
export const keyboardSheet = onRequest(
  'keyboard-sheet',
  async () => (await import('./keyboard-sheet.tsx')).KeyboardSheet,
);
