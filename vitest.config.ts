import { defineConfig } from 'vitest/config';

/** Machines that build are shared and slow at times: how long a test takes is never what it tests. */
const patience = 60_000;

/** Four suites; the last begins when the others are done. Only `integration` needs Postgres (embedded); only `e2e` needs Asterisk and Chromium. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/unit/**/*.test.tsx'],
          testTimeout: patience,
        },
      },
      { test: { name: 'traces', include: ['test/traces/**/*.test.ts'], testTimeout: patience } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/postgres-setup.ts'],
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/e2e-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each file has a PBX, a database and a service of its own, and mostly waits for phones.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
