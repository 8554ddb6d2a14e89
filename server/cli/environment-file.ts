/** Reads a `.env` in the folder the command runs in, if there is one. Variables that are set already win over the file. */
export function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile('.env');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  }
}
