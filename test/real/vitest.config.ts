import { defineConfig } from 'vitest/config';

/** What runs against the servers that the environment names: `npm run test:real`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: [
      'test/real/**/*.test.ts',
      'test/contract/**/*.test.ts',
      'test/integration/**/*.test.ts',
      'test/collector/end-to-end.test.ts',
    ],
    // It ends and starts the embedded servers of `npm start`.
    exclude: ['test/integration/restart.test.ts'],
    setupFiles: ['test/real/setup.ts'],
    pool: 'forks',
    // The servers are shared: one file after the other.
    fileParallelism: false,
    // Generous, so that no test depends on the machine's speed; what hangs still ends.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
