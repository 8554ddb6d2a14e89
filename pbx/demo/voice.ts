import { between, seeded } from './chance.ts';
import type { Random } from './ports.ts';

const sampleRate = 8_000;
const headerBytes = 44;

/** A mono 16-bit 8 kHz WAV of two people who take turns: no words, but a talk one can see and hear. */
export function talkWav(ms: number, seed: number): Buffer {
  const samples = Math.max(0, Math.floor((ms / 1000) * sampleRate));
  const wav = Buffer.alloc(headerBytes + samples * 2);
  writeHeader(wav, samples * 2);
  const random = seeded(seed);
  let at = Math.floor(sampleRate * 0.3);
  for (let speaker = 0; at < samples; speaker = 1 - speaker) {
    const pitch = speaker === 0 ? 112 : 196;
    for (let syllable = between(random, 4, 14); syllable > 0 && at < samples; syllable -= 1) {
      at = speak(wav, at, samples, pitch * (0.9 + random() * 0.25), random);
    }
    at += Math.floor(sampleRate * (0.25 + random() * 0.6));
  }
  return wav;
}

/** The same with nothing to hear in these stretches. */
export function silenced(
  wav: Buffer,
  silences: readonly { readonly from: number; readonly to: number | null }[],
): Buffer {
  const place = (ms: number) => Math.min(wav.length, headerBytes + Math.floor((ms / 1000) * sampleRate) * 2);
  for (const { from, to } of silences) wav.fill(0, place(from), to === null ? wav.length : place(to));
  return wav;
}

/** What Asterisk leaves behind for a call that nobody answered: a header and no sound. */
export function emptyWav(): Buffer {
  return talkWav(0, 0);
}

function speak(wav: Buffer, from: number, samples: number, pitch: number, random: Random): number {
  const length = Math.floor(sampleRate * (0.1 + random() * 0.16));
  const wave = vowel(pitch, random);
  const loud = 5_000 + random() * 6_000;
  let phase = 0;
  const end = Math.min(samples, from + length);
  for (let at = from; at < end; at += 1) {
    const through = (at - from) / length;
    phase = (phase + (pitch * (1.05 - 0.12 * through) * wave.length) / sampleRate) % wave.length;
    const value = (wave[Math.floor(phase)] ?? 0) * loud * 4 * through * (1 - through);
    wav.writeInt16LE(Math.round(value), headerBytes + at * 2);
  }
  return end + Math.floor(sampleRate * random() * 0.05);
}

/** One period of a voiced sound: harmonics under two formants, loudest at 1. */
function vowel(pitch: number, random: Random): Float64Array {
  const wave = new Float64Array(256);
  const first = 300 + random() * 500;
  const second = 900 + random() * 1_300;
  for (let harmonic = 1; harmonic * pitch < 3_400; harmonic += 1) {
    const frequency = harmonic * pitch;
    const strength = near(frequency, first, 120) + 0.5 * near(frequency, second, 180) + 0.03;
    for (let at = 0; at < wave.length; at += 1) {
      wave[at] = (wave[at] ?? 0) + strength * Math.sin((2 * Math.PI * harmonic * at) / wave.length);
    }
  }
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return wave.map((value) => value / peak);
}

function near(frequency: number, formant: number, width: number): number {
  return Math.exp(-(((frequency - formant) / width) ** 2));
}

function writeHeader(wav: Buffer, dataBytes: number): void {
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(dataBytes, 40);
}
