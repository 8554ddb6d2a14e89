/** `asterisk-manager` 0.2.0 ships no types; these cover what the command session uses. */
declare module 'asterisk-manager' {
  import type { EventEmitter } from 'node:events';

  /** A reply or event: lower-cased header names, values untrimmed, repeated headers as arrays. Untrusted. */
  export type RawReply = Readonly<Record<string, unknown>>;

  export interface Manager extends Pick<EventEmitter, 'on' | 'once' | 'removeListener' | 'removeAllListeners'> {
    readonly options: { username: string; password: string; events: boolean };
    /** `port` may be the path of a unix socket. */
    login(callback: (error: RawReply | Error | undefined | null) => void): void;
    /** Until the login has succeeded actions are held back, for ever if it never does. */
    action(
      action: Record<string, string | Record<string, string>>,
      callback: (error: RawReply | Error | undefined | null, reply?: RawReply) => void,
    ): string;
    disconnect(callback?: () => void): void;
    isConnected(): boolean;
  }

  /** Connects at once. Without a user it does not log in by itself. */
  const createManager: new (port: number | string, host?: string) => Manager;
  export default createManager;
}
