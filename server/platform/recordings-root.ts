import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, unlink } from 'node:fs/promises';
import { extname, isAbsolute, join, normalize, relative, sep } from 'node:path';

/** What a recording may be, and how a browser is told. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.webm': 'audio/webm',
  '.flac': 'audio/flac',
  '.gsm': 'audio/x-gsm',
  '.ulaw': 'audio/basic',
};

/** The folder recordings are read from; `asNamed` is the same folder as the PBX names it. */
export interface RecordingsRoot {
  readonly root: string;
  readonly asNamed: string | null;
}

export interface OpenRecording {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly contentType: string;
}

export type Opened =
  | { readonly ok: true; readonly file: OpenRecording }
  | { readonly ok: false; readonly why: NotOpened };
/** `refused` is a name that leads out of the root or is not a plain sound file; `missing` is a file that is not there. */
export type NotOpened = 'refused' | 'missing';

const startOfControl = 0x20;

/** The place under the root that a PBX means by a file name; null when it leads elsewhere or is no sound file. */
export function placeUnderRoot({ root, asNamed }: RecordingsRoot, named: string): string | null {
  if (named.length === 0 || named.length > 1000 || named.includes('\\') || named.endsWith('/')) return null;
  for (const char of named) if (char.charCodeAt(0) < startOfControl || char === '\u007f') return null;
  if (named.split('/').includes('..')) return null;
  const place = isAbsolute(named)
    ? (inside(root, named) ?? (asNamed ? inside(asNamed, named) : null))
    : normalize(named);
  if (place === null || place === '.' || place.startsWith('..') || isAbsolute(place)) return null;
  return contentTypes[extname(place).toLowerCase()] ? place : null;
}

function inside(folder: string, path: string): string | null {
  const place = relative(folder, normalize(path));
  return place === '' || place === '..' || place.startsWith(`..${sep}`) || isAbsolute(place) ? null : place;
}

/**
 * Opens a file the PBX named. No symlink is followed, neither in the last part nor in a folder on the way, and the
 * check is made on the file that was opened, so that nothing can be swapped in between.
 */
export async function openRecording(where: RecordingsRoot, named: string): Promise<Opened> {
  const place = placeUnderRoot(where, named);
  if (place === null) return { ok: false, why: 'refused' };
  let handle: FileHandle | undefined;
  try {
    const path = join(await realpath(where.root), place);
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const [opened, real, named] = await Promise.all([handle.stat(), realpath(path), lstat(path)]);
    if (real !== path || !opened.isFile() || named.ino !== opened.ino || named.dev !== opened.dev) {
      await handle.close();
      return { ok: false, why: 'refused' };
    }
    const contentType = contentTypes[extname(place).toLowerCase()] ?? 'application/octet-stream';
    return { ok: true, file: { handle, bytes: opened.size, modifiedAt: Math.trunc(opened.mtimeMs), contentType } };
  } catch (error) {
    await handle?.close();
    return { ok: false, why: reasonOf(error) };
  }
}

/**
 * Removes a file the PBX named, found as carefully as for listening. True when it is not there any more; what was never
 * ours to open is none of ours to remove, and counts as gone.
 */
export async function removeRecording(where: RecordingsRoot, named: string): Promise<boolean> {
  const place = placeUnderRoot(where, named);
  if (place === null) return true;
  // A folder that is away for now hides the file; it has not gone.
  const root = await realpath(where.root).catch(() => null);
  if (root === null) return false;
  try {
    const path = join(root, place);
    const [real, found] = await Promise.all([realpath(path), lstat(path)]);
    if (real === path && found.isFile()) await unlink(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
}

function reasonOf(error: unknown): NotOpened {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM') return 'missing';
  if (code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO' || code === 'ENAMETOOLONG') return 'refused';
  throw error;
}
