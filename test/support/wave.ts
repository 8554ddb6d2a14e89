/** A mono 8 kHz 16-bit WAV of so many milliseconds, as MixMonitor writes it. */
export function aWave(durationMs: number): Buffer {
  const samples = Math.round((durationMs * 8000) / 1000);
  const wave = Buffer.alloc(44 + samples * 2);
  wave.write('RIFF', 0, 'latin1');
  wave.writeUInt32LE(36 + samples * 2, 4);
  wave.write('WAVEfmt ', 8, 'latin1');
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(8000, 24);
  wave.writeUInt32LE(16_000, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36, 'latin1');
  wave.writeUInt32LE(samples * 2, 40);
  for (let n = 0; n < samples; n += 1) wave.writeInt16LE(Math.round(8000 * Math.sin(n / 3)), 44 + n * 2);
  return wave;
}

/** The loudest of the 16-bit samples between two places of an 8 kHz recording. */
export function loudest(wave: Buffer, fromMs: number, toMs: number): number {
  let most = 0;
  for (let ms = Math.max(0, fromMs); ms < toMs; ms += 0.125) {
    const at = 44 + Math.floor(ms * 8) * 2;
    if (at + 1 < wave.length) most = Math.max(most, Math.abs(wave.readInt16LE(at)));
  }
  return most;
}
