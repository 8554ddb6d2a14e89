import { useDisclosure } from '@mantine/hooks';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';

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

/** A dialog that few open in a day: it is fetched when it is first asked for. */
export function onRequest(name: string, load: () => Promise<ComponentType<OpenedProps>>): OnRequest {
  const request = `rb-${name}`;
  const Shown = lazy(async () => ({ default: await load() }));
  function Place() {
    const [opened, { open, close }] = useDisclosure(false);
    const [wanted, setWanted] = useState(false);
    useEffect(() => {
      const asked = (): void => {
        setWanted(true);
        open();
      };
      document.addEventListener(request, asked);
      return () => document.removeEventListener(request, asked);
    }, [open]);
    return wanted ? (
      <Suspense fallback={null}>
        <Shown opened={opened} onClose={close} />
      </Suspense>
    ) : null;
  }
  return {
    ask: () => void document.dispatchEvent(new Event(request)),
    bring: load,
    Place,
  };
}
