import { createContext, useContext } from 'react';

export interface DialRequest {
  readonly number: string;
  readonly contactId?: number;
  readonly name?: string;
  /** Where the confirmation stands; without it, in the middle of the screen. */
  readonly anchor?: HTMLElement;
}

const Requests = createContext<(request: DialRequest) => void>(() => undefined);
export const DialRequestProvider = Requests.Provider;

/** Asks to dial: the agent confirms, then the phone rings. */
export function useDialRequest(): (request: DialRequest) => void {
  return useContext(Requests);
}
