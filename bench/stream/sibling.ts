import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a script beside a module, run from the source or compiled. */
export function siblingScript(moduleUrl: string, name: string): string {
  const here = fileURLToPath(moduleUrl);
  return join(dirname(here), `${name}${extname(here)}`);
}
