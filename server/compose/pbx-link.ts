import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { type DemoPbx, startDemoPbx } from '../../pbx/demo/demo-pbx.ts';
import { type DemoSite, demoSiteFile, readDemoSite } from '../../pbx/demo/demo-site.ts';
import type { AmiAccount, Config } from '../platform/config.ts';
import type { Logger } from '../platform/logger.ts';

/** How to reach the PBX: the company's own, or the demonstration that was started for this run. */
export interface PbxLink {
  readonly host: string;
  readonly port: number;
  readonly tls: ConnectionOptions | null;
  readonly allowPlain: boolean;
  readonly events: AmiAccount;
  readonly actions: AmiAccount;
  readonly demo: { readonly pbx: DemoPbx; readonly site: DemoSite; readonly siteFile: string } | null;
}

/** Starts the demonstration PBX when no other is configured. Its accounts get secrets of this run only. */
export async function openPbxLink(config: Config, log: Logger): Promise<PbxLink> {
  if (config.ami !== null) {
    const { tls, tlsCa, ...link } = config.ami;
    const options = tlsCa === null ? {} : { ca: readFileSync(tlsCa) };
    return { ...link, tls: tls ? { ...options, servername: link.host } : null, demo: null };
  }
  const account = (user: string): AmiAccount => ({ user, secret: randomBytes(24).toString('base64url') });
  const accounts = { events: account('ringback-events'), actions: account('ringback-actions') };
  const siteFile = demoSiteFile();
  const site = readDemoSite(siteFile);
  const pbx = await startDemoPbx({
    accounts,
    site,
    recordingsDir: config.recordingsDir,
    onError: (cause) => log.warn({ err: cause }, 'A recording of the demonstration could not be written.'),
  });
  return {
    host: '127.0.0.1',
    port: pbx.port,
    tls: null,
    allowPlain: false,
    ...accounts,
    demo: { pbx, site, siteFile },
  };
}
