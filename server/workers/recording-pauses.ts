interface Parts {
  readonly mute: (channel: string, on: boolean) => Promise<void>;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/** Recordings that hold silence for a while and go on by themselves. */
export interface RecordingPauses {
  pause(channels: readonly string[], until: number, forMs: number): Promise<void>;
  resume(channels: readonly string[]): Promise<void>;
  /** When the last of these goes on; null when none is silenced by us. */
  until(channels: readonly string[]): number | null;
  forget(channel: string): void;
  stop(): void;
}

export function createRecordingPauses({ mute, log }: Parts): RecordingPauses {
  const paused = new Map<string, { readonly until: number; readonly timer: NodeJS.Timeout }>();

  function forget(channel: string): void {
    clearTimeout(paused.get(channel)?.timer);
    paused.delete(channel);
  }
  async function resume(channels: readonly string[]): Promise<void> {
    for (const channel of channels) {
      await mute(channel, false);
      forget(channel);
    }
  }

  return {
    async pause(channels, until, forMs) {
      for (const channel of channels) {
        forget(channel);
        const timer = setTimeout(() => {
          resume([channel]).catch((cause: unknown) =>
            log.warn({ err: cause }, 'A recording could not be told to go on.'),
          );
        }, forMs);
        // Known before it is ordered: the event of it may come before the answer, and is shown with its end.
        paused.set(channel, { until, timer });
        try {
          await mute(channel, true);
        } catch (cause) {
          forget(channel);
          throw cause;
        }
      }
    },
    resume,
    until(channels) {
      const ends = channels.flatMap((channel) => paused.get(channel)?.until ?? []);
      return ends.length === 0 ? null : Math.max(...ends);
    },
    forget,
    stop() {
      for (const channel of [...paused.keys()]) forget(channel);
    },
  };
}
