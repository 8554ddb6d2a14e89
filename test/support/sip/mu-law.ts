/** One G.711 mu-law byte from a 16-bit sample. */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** The 16-bit sample of one G.711 mu-law byte. */
export function decodeMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 0x07)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** The share of the samples' energy that lies at `hz`, from 0 to 1 (Goertzel's filter at 8 kHz). */
export function goertzel(samples: readonly number[], hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let [previous, beforePrevious, energy] = [0, 0, 0];
  for (const sample of samples) {
    [previous, beforePrevious] = [sample + coefficient * previous - beforePrevious, previous];
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious;
  return (2 * power) / (energy * samples.length);
}
