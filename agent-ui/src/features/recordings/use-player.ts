import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';
import type { RecordingView } from '../../../../schema/contracts/calls.ts';
import { takeTheFloor } from './playback.ts';
import { openSound, waveColours } from './sound.ts';

type Status = 'idle' | 'loading' | 'ready' | 'failed';

/** The state of one player: loads on the first play or seek, then follows the audio element. */
export function usePlayer(recording: RecordingView) {
  const audio = useRef<HTMLAudioElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const loading = useRef<AbortController | null>(null);
  const [status, setStatus] = useState<Status>('idle');
  const [playing, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const [length, setLength] = useState((recording.durationMs ?? 0) / 1000);
  const [speed, setSpeed] = useState(1);
  const scheme = useComputedColorScheme('light');

  useEffect(
    () => () => {
      loading.current?.abort();
      wave.current?.destroy();
      wave.current = null;
    },
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read again when the scheme changes
  useEffect(() => {
    wave.current?.setOptions({ ...waveColours() });
  }, [scheme]);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  const open = async (): Promise<boolean> => {
    if (wave.current !== null) return true;
    if (!audio.current || !place.current || loading.current !== null) return false;
    const control = new AbortController();
    loading.current = control;
    setStatus('loading');
    try {
      wave.current = await openSound({
        url: `/api/v1/recordings/${recording.id}/audio`,
        bytes: recording.bytes,
        durationMs: recording.durationMs,
        audio: audio.current,
        place: place.current,
        colours: waveColours(),
        signal: control.signal,
      });
      setStatus('ready');
      return true;
    } catch (error) {
      if (control.signal.aborted) return false;
      console.error('The recording could not be loaded', error);
      setStatus('failed');
      return false;
    } finally {
      loading.current = null;
    }
  };

  const play = async (): Promise<void> => {
    if (!(await open()) || !audio.current) return;
    takeTheFloor(audio.current);
    audio.current.playbackRate = speed;
    await audio.current.play().catch(() => setPlaying(false));
  };
  const seek = async (to: number): Promise<void> => {
    setPosition(to);
    if ((await open()) && audio.current) audio.current.currentTime = to;
  };

  const media = {
    ref: audio,
    onPlay: () => setPlaying(true),
    onPause: () => setPlaying(false),
    onTimeUpdate: () => setPosition(audio.current?.currentTime ?? 0),
    onDurationChange: () => {
      const seconds = audio.current?.duration ?? 0;
      if (Number.isFinite(seconds) && seconds > 0) setLength(seconds);
    },
  };
  const toggle = () => {
    if (playing) audio.current?.pause();
    else void play();
  };
  return { media, place, status, playing, position, length, speed, setSpeed, toggle, seek };
}
