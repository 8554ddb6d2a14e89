/** A log that says nothing. */
export const quietLog = { info() {}, warn() {}, error() {} };
