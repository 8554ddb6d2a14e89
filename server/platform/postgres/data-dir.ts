import { resolve } from 'node:path';

/** Where Ringback keeps its files: as told, else a folder that its database can reach (root's own folders are closed to it). */
export function defaultDataDir(env: { readonly RINGBACK_DATA_DIR?: string | undefined }): string {
  if (env.RINGBACK_DATA_DIR) return resolve(env.RINGBACK_DATA_DIR);
  return process.getuid?.() === 0 ? '/var/lib/ringback' : resolve('data');
}
