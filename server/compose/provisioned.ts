import { provisionFile } from '../cli/provision.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { Logger } from '../platform/logger.ts';
import { pbxStore } from '../store/pbx.ts';
import type { PbxLink } from './pbx-link.ts';

/** Said to the person at the terminal; not a fault of the program. */
export class CannotStart extends Error {}

/** Writes the site file of this start, and keeps the demonstration away from a company's own data. */
export async function provisionAtStart(db: Db, config: Config, link: PbxLink, now: number, log: Logger): Promise<void> {
  const before = await db.transaction((tx) => pbxStore(tx).setup());
  const demoName = link.demo?.site.pbx.name;
  if (link.demo !== null && before !== undefined && before.name !== demoName) {
    throw new CannotStart(
      'This data folder belongs to a company with its own PBX, and AMI_HOST is not set. Set AMI_HOST, or give the demonstration a folder of its own: RINGBACK_DATA_DIR=./demo-data npm start',
    );
  }
  const file = link.demo?.siteFile ?? config.site;
  if (file === null) return;
  const { changes, unreadable } = await provisionFile(db, file, now);
  if (changes.length > 0) log.info({ changes: changes.length }, 'The site file changed what is stored.');
  if (unreadable.length > 0)
    log.warn({ numbers: unreadable.length }, 'Some numbers of the site file are no telephone numbers.');
}
