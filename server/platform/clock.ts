/** The one place that reads the clock: epoch milliseconds. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
