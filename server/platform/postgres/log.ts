/** The part of a logger the database needs; pino fits. */
export interface Log {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}

/** For command-line tools and tests that want no log. */
export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
