import type { DemoTimers } from '../../../pbx/demo/ports.ts';

/** Time that only moves when a test says so. */
export class VirtualTime implements DemoTimers {
  #now: number;
  #serial = 0;
  readonly #plans = new Map<number, { at: number; run: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  get pending(): number {
    return this.#plans.size;
  }

  after(ms: number, run: () => void): () => void {
    const id = this.#serial++;
    this.#plans.set(id, { at: this.#now + ms, run });
    return () => this.#plans.delete(id);
  }

  /** Runs everything planned within the next `ms`, in order. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#plans.entries()]
        .filter(([, { at }]) => at <= until)
        .sort(([oneId, one], [otherId, other]) => one.at - other.at || oneId - otherId)[0];
      if (due === undefined) break;
      const [id, { at, run }] = due;
      this.#plans.delete(id);
      this.#now = Math.max(this.#now, at);
      run();
    }
    this.#now = until;
  }
}
