import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Left alone it keeps one core free, which on two halves the pace.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/house.test.ts'],
          exclude: ['src/**/*.long.test.ts'],
          environment: 'node',
          // Rooms share no state, so their modules are loaded once for all of their tests.
          isolate: false,
          pool: 'threads',
          // Quick on a quiet machine; a busy one must not make them fail.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['src/**/*.long.test.ts', 'test/fuzz/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: { name: 'storms', include: ['test/storms/storms*.test.ts'], testTimeout: 600_000 },
      },
      {
        // Each planted fault is looked for in stories of its own.
        test: { name: 'mutants', include: ['test/storms/mutants*.test.ts'], testTimeout: 300_000 },
      },
      {
        test: { name: 'explore', include: ['test/explore/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        test: {
          name: 'whole',
          include: ['test/whole/**/*.test.ts', 'test/outside/**/*.test.ts'],
          // Nodes wait for clocks and for each other, so two files go on beside each other.
          globalSetup: ['test/whole/build.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
