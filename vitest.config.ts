import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** What these look at keeps nothing between two calls, so that files of theirs can share a process. */
const PURE = ['domain', 'metrics', 'sources', 'center', 'dashboards'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

const IN_FULL = process.env.TESTS_IN_FULL === '1';
/** Generous, so that no test depends on the machine's speed; what hangs still ends. `.ci/run` has limits of its own beside. */
const PATIENCE_MS = (IN_FULL ? 60 : 15) * 60_000;

/** Days pass in these in a moment: timers of whatever else lives in the process would run through all of them. */
const ALONE = ['test/simulator/clock.test.ts'];

/** What takes long and is more of what other files try: `.ci/run` has it. */
const LEFT_TO_CI = IN_FULL
  ? []
  : [
      'test/rollups/{hostile,late,agents,distinct,figures,whole-from}.test.ts',
      'test/rollups/surveys/owners.test.ts',
      'test/forget/forget.test.ts',
      'test/privacy/agents.test.ts',
      'test/browser/real.test.ts',
      'test/commands/with-servers.test.ts',
      'test/evaluation/compare/planted.test.ts',
    ];

export default defineConfig({
  test: {
    // chDB must not be loaded in a worker thread: a worker's exit hangs the main thread.
    pool: 'forks',
    // Vitest leaves a core free; many of these tests wait, for servers to start or for sessions to end.
    maxWorkers: 5,
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/run-folder.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'all else',
          // A process takes many files, each of which leaves nothing behind: loading all for each costs a fifth of the time.
          isolate: false,
          include: ['test/**/*.test.ts'],
          // These need servers that are not embedded, or languages: see test/real/README.md and docs/producers.md.
          exclude: [
            'test/real/**',
            'test/containers/**',
            'test/producers/**',
            ...PURE,
            ...ALONE,
            ...LEFT_TO_CI,
          ],
        },
      },
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
