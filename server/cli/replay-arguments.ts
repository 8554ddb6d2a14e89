/** What `ringback replay` was asked to do. */
export interface Asked {
  readonly files: readonly string[];
  readonly site: string | null;
  /** The PBX's own event log (CEL) instead of streams. */
  readonly cel: string | null;
  /** How many times quicker than life; null is at once. */
  readonly speed: number | null;
}

export const usage =
  'Usage: ringback replay FILE… [--site SITE.yaml] [--at-speed[=FACTOR]]\n' +
  '       ringback replay --from CEL.csv [--site SITE.yaml]\n';

/** Null when it makes no sense. */
export function readArguments(args: readonly string[]): Asked | null {
  const files: string[] = [];
  let [site, cel]: (string | null)[] = [null, null];
  let speed: number | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [name = '', inline] = arg.startsWith('--') ? arg.split(/=(.*)/s, 2) : [arg];
    if (name === '--site' || name === '--from') {
      const value = inline ?? args[++index];
      if (value === undefined || value === '') return null;
      if (name === '--site') site = value;
      else cel = value;
    } else if (name === '--at-speed') {
      if (inline !== undefined && !/^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(inline)) return null;
      speed = Number(inline ?? 1);
      if (speed <= 0) return null;
    } else if (arg.startsWith('-') && arg !== '-') return null;
    else files.push(arg);
  }
  const oneSource = cel === null ? files.length > 0 : files.length === 0 && speed === null;
  return oneSource ? { files, site: site ?? null, cel: cel ?? null, speed } : null;
}
