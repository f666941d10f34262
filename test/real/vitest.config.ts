import { defineConfig } from 'vitest/config';

/** What runs against the servers that the environment names: `npm run test:real`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/real/**/*.test.ts', 'test/contract/**/*.test.ts'],
    pool: 'forks',
    // The servers are shared: one file after the other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
