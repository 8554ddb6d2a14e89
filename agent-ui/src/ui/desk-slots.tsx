import { createContext, type ReactNode, useContext } from 'react';

export interface DeskSlots {
  /** Above the person: who of several is calling. */
  readonly top: ReactNode;
  /** Between the person's head and the timeline: what follows a call. */
  readonly insert: ReactNode;
}

const Slots = createContext<DeskSlots>({ top: null, insert: null });
export const DeskSlotsProvider = Slots.Provider;
export const useDeskSlots = (): DeskSlots => useContext(Slots);
