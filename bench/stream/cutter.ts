/** A text cut at everything that differs from call to call. */
export interface CutText {
  readonly literals: readonly string[];
  /** Between two literals stands the value of this slot. */
  readonly slots: readonly number[];
}

/** What stands in a slot; `index` counts the different values of that kind in the recording. */
export interface Slot {
  readonly kind: 'timestamp' | 'uniqueid' | 'serial' | 'bridge' | 'caller' | 'extension';
  readonly index: number;
}

const others =
  /\b\d{10}\.\d+\b|(?<=\/[\w@-]{1,40}-)[0-9a-f]{8}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|447700900123|\b100[1-4]\b/;

/** Cuts the texts of one recorded call; the same value gets the same slot in all of them. Slot 0 is the moment. */
export function createCutter(timestamp: RegExp) {
  const slots: Slot[] = [{ kind: 'timestamp', index: 0 }];
  const known = new Map<string, number>();
  const counts = new Map<Slot['kind'], number>();
  // The moment first: it looks like a uniqueid, and so does the number in the name of a recording.
  const variable = new RegExp(`(${timestamp.source})|${others.source}`, 'g');

  function slotOf(value: string, kind: Slot['kind']): number {
    const name = `${kind} ${value}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const index = kind === 'extension' ? Number(value) - 1001 : (counts.get(kind) ?? 0);
    counts.set(kind, index + 1);
    slots.push({ kind, index });
    known.set(name, slots.length - 1);
    return slots.length - 1;
  }

  return {
    slots: slots as readonly Slot[],
    cut(text: string): CutText {
      const literals: string[] = [];
      const used: number[] = [];
      let from = 0;
      for (const found of text.matchAll(variable)) {
        literals.push(text.slice(from, found.index));
        used.push(found[1] === undefined ? slotOf(found[0], kindOf(found[0])) : 0);
        from = found.index + found[0].length;
      }
      return { literals: [...literals, text.slice(from)], slots: used };
    },
  };
}

/** The text of one call: `values` by slot. */
export function filled({ literals, slots }: CutText, values: readonly string[]): string {
  let text = literals[0] ?? '';
  for (let i = 0; i < slots.length; i++) {
    text += values[slots[i] ?? 0] ?? '';
    text += literals[i + 1] ?? '';
  }
  return text;
}

function kindOf(value: string): Slot['kind'] {
  if (value === '447700900123') return 'caller';
  if (value.length === 4) return 'extension';
  if (value.length === 36) return 'bridge';
  return value.includes('.') ? 'uniqueid' : 'serial';
}
