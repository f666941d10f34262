import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These need servers that are not embedded, or languages: see test/real/README.md and docs/producers.md.
    exclude: ['test/real/**', 'test/containers/**', 'test/producers/**'],
    // chDB must not be loaded in a worker thread: a worker's exit hangs the main thread.
    pool: 'forks',
    // Vitest leaves a core free; many of these tests wait, for servers to start or for sessions to end.
    maxWorkers: 3,
    // Generous, so that no test depends on the machine's speed; what hangs still ends.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
