import type { KeptPauses } from '../usecases/keep-pauses.ts';

interface Parts {
  readonly mute: (channel: string, on: boolean) => Promise<void>;
  readonly kept: KeptPauses;
  /** A recording holds silence since then, which an earlier process ordered: its call may not know. */
  readonly silencedBefore: (channel: string, since: number) => void;
  readonly now: () => number;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/** Recordings that hold silence for a while and go on by themselves. */
export interface RecordingPauses {
  pause(channels: readonly string[], until: number): Promise<void>;
  resume(channels: readonly string[]): Promise<void>;
  /** When the last of these goes on; null when none is silenced by us. */
  until(channels: readonly string[]): number | null;
  forget(channel: string): void;
  /** The PBX is there again, or this process has only begun: what was silenced goes on in its time, or at once when that has passed. */
  restore(): Promise<void>;
  stop(): void;
}

const isRefusal = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'refused';

/** How soon the PBX is asked again that could not be reached. */
const AGAIN_MS = 5_000;

export function createRecordingPauses({ mute, kept, silencedBefore, now, log }: Parts): RecordingPauses {
  const paused = new Map<string, { readonly until: number; readonly timer: NodeJS.Timeout }>();

  let written = Promise.resolve();

  /** In the order it happened. A card number is read out: that it cannot be kept is no reason to record it. */
  function keep(work: () => Promise<void>): void {
    written = written
      .then(work)
      .catch((cause: unknown) => log.warn({ err: cause }, 'That a recording is silenced could not be kept.'));
  }

  function forget(channel: string): void {
    const known = paused.get(channel);
    if (known === undefined) return;
    clearTimeout(known.timer);
    paused.delete(channel);
    keep(() => kept.ended([channel]));
  }
  /** Every one is told, whatever another answers: one of a call's recordings may have been stopped by the dialplan. */
  async function each(channels: readonly string[], tell: (channel: string) => Promise<void>): Promise<void> {
    const failed: unknown[] = [];
    for (const channel of channels) await tell(channel).catch((cause: unknown) => void failed.push(cause));
    const serious = failed.find((cause) => !isRefusal(cause));
    if (serious !== undefined || (failed.length > 0 && failed.length === channels.length)) throw serious ?? failed[0];
  }
  async function resume(channels: readonly string[]): Promise<void> {
    await each(channels, async (channel) => {
      await mute(channel, false);
      forget(channel);
    });
  }
  /** In its time; a channel the PBX does not know any more has nothing to go on. */
  function goOnAt(channel: string, until: number): void {
    clearTimeout(paused.get(channel)?.timer);
    const timer = setTimeout(
      () => {
        resume([channel]).catch((cause: unknown) => {
          // The call has ended meanwhile, or this process is about to.
          if (!paused.has(channel)) return;
          if (isRefusal(cause)) forget(channel);
          else {
            log.warn({ err: cause }, 'A recording could not be told to go on; it is told again.');
            goOnAt(channel, now() + AGAIN_MS);
          }
        });
      },
      Math.max(0, until - now()),
    );
    paused.set(channel, { until, timer });
  }

  return {
    async pause(channels, until) {
      const begunAt = now();
      keep(() => kept.begun(channels, begunAt, until));
      await each(channels, async (channel) => {
        // Known before it is ordered: the event of it may come before the answer, and is shown with its end.
        goOnAt(channel, until);
        try {
          await mute(channel, true);
        } catch (cause) {
          forget(channel);
          throw cause;
        }
      });
    },
    resume,
    until(channels) {
      const ends = channels.flatMap((channel) => paused.get(channel)?.until ?? []);
      return ends.length === 0 ? null : Math.max(...ends);
    },
    forget,
    async restore() {
      // What has gone on a moment ago is not read back as silent.
      await written;
      for (const { channel, begunAt, untilAt } of await kept.all()) {
        const known = paused.get(channel);
        if (known === undefined || known.until <= now()) goOnAt(channel, untilAt);
        // Told with its end known, so that a card counts down to it.
        silencedBefore(channel, begunAt);
      }
    },
    stop() {
      for (const { timer } of paused.values()) clearTimeout(timer);
      paused.clear();
    },
  };
}
