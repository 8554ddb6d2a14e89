import { defineConfig } from 'vitest/config';

/** Machines that build are shared and slow at times: how long a test takes is never what it tests. */
const patience = 60_000;

/** They keep a small machine busy by themselves: beside them no phone is answered in time. */
const busy = ['test/e2e/browser/*.test.ts', 'test/e2e/chaos*.test.ts'];
const endToEnd = { globalSetup: ['test/support/e2e-setup.ts'], testTimeout: 180_000, hookTimeout: 180_000 };

/**
 * Four suites, the end-to-end one in two parts; a part begins when what stands before it is done. Only `integration` needs Postgres
 * (embedded); only the end-to-end parts need Asterisk and Chromium.
 */
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
          ...endToEnd,
          name: 'e2e',
          include: ['test/e2e/*.test.ts'],
          exclude: busy,
          // Each file has a PBX, a database and a service of its own, and mostly waits for phones.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...endToEnd, name: 'e2e-busy', include: busy, fileParallelism: false, sequence: { groupOrder: 2 } } },
    ],
  },
});
