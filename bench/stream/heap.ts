/** A heap: what is due first stands on top. */
export interface Heap<T> {
  readonly items: readonly T[];
  push(item: T): void;
  /** What stands on top has become due later. */
  sink(): void;
  /** Takes the top away. */
  drop(): void;
}

export function createHeap<T>(dueOf: (item: T) => number): Heap<T> {
  const items: T[] = [];

  function swapIfLater(above: number, below: number): boolean {
    const [one, two] = [items[above], items[below]];
    if (one === undefined || two === undefined || dueOf(one) <= dueOf(two)) return false;
    items[above] = two;
    items[below] = one;
    return true;
  }

  function sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= items.length) return;
      const [one, two] = [items[left], items[left + 1]];
      const least = two !== undefined && one !== undefined && dueOf(two) < dueOf(one) ? left + 1 : left;
      if (!swapIfLater(at, least)) return;
      at = least;
    }
  }

  return {
    items,
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (!swapIfLater(above, at)) return;
        at = above;
      }
    },
    sink,
    drop() {
      const last = items.pop();
      if (last === undefined || items.length === 0) return;
      items[0] = last;
      sink();
    },
  };
}
