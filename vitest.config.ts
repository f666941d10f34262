import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // chDB must not be loaded in a worker thread: a worker's exit hangs the main thread.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
