import { defineConfig } from 'vitest/config';

/** What run.sh runs: producers in other languages. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/producers/**/*.test.ts'],
    pool: 'forks',
    // Generous, so that no test depends on the machine's speed; what hangs still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
