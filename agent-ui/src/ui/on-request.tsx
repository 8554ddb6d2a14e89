import { useDisclosure } from '@mantine/hooks';
import { type ComponentType, useEffect, useState } from 'react';
import { ApiProblem } from '../api/client.ts';
import { useTellProblem } from './problem.tsx';

export interface OpenedProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface OnRequest {
  /** Opens it, from wherever: a menu, a key. */
  readonly ask: () => void;
  /** Fetches it before anybody asks. */
  readonly bring: () => Promise<unknown>;
  /** Where it stands; once on the page. */
  readonly Place: () => React.JSX.Element | null;
}

/** A dialog that few open in a day: it is fetched when it is first asked for. Where it cannot be had that is told, and the page stays. */
export function onRequest(name: string, load: () => Promise<ComponentType<OpenedProps>>): OnRequest {
  const request = `rb-${name}`;
  function Place() {
    const tell = useTellProblem();
    const [opened, { open, close }] = useDisclosure(false);
    const [Shown, setShown] = useState<ComponentType<OpenedProps> | null>(null);
    // biome-ignore lint/correctness/useExhaustiveDependencies: words in another language are no reason to listen anew
    useEffect(() => {
      const asked = (): void =>
        void load().then(
          (dialog) => {
            setShown(() => dialog);
            open();
          },
          () => tell(new ApiProblem('offline', 0)),
        );
      document.addEventListener(request, asked);
      return () => document.removeEventListener(request, asked);
    }, [open]);
    return Shown ? <Shown opened={opened} onClose={close} /> : null;
  }
  return {
    ask: () => void document.dispatchEvent(new Event(request)),
    bring: load,
    Place,
  };
}
