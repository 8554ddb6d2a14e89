/**
 * The plainest open-addressing table there is, as the yardstick of the index in memory: one whole number for each key,
 * half empty, fixed size, no removal, no second person behind a number.
 */
export function createPlainTable(entries: number) {
  const mask = 2 ** Math.ceil(Math.log2(entries * 2)) - 1;
  const keys = new Float64Array(mask + 1);
  const values = new Int32Array(mask + 1);

  function slotOf(key: number): number {
    let at = Math.imul((key % 4_294_967_296) ^ Math.floor(key / 4_294_967_296), 0x9e3779b1) >>> 7;
    for (at &= mask; keys[at] !== 0 && keys[at] !== key; at = (at + 1) & mask);
    return at;
  }

  return {
    set(e164: string, value: number): void {
      const key = keyOf(e164);
      const at = slotOf(key);
      keys[at] = key;
      values[at] = value;
    },
    get(e164: string): number {
      return values[slotOf(keyOf(e164))] ?? 0;
    },
  };
}

function keyOf(e164: string): number {
  let key = 0;
  for (let i = 1; i < e164.length; i++) key = key * 10 + e164.charCodeAt(i) - 48;
  return key;
}
