import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, those that wait most first. On a new machine Vitest knows nothing but sizes and begins with the
 * largest; some of these are the smallest, and would be left for the end, when nothing is left to do beside them.
 */
const LONGEST = [
  'test/browser/real.test.ts',
  'test/integration/real-data.test.ts',
  'test/commands/with-servers.test.ts',
  'test/faults/kill.test.ts',
  'test/forget/forget.test.ts',
  'test/rollups/answer.test.ts',
  'test/evaluation/compare/planted.test.ts',
  'test/browser/dashboards.test.ts',
  'test/integration/restart.test.ts',
  'test/browser/tables.test.ts',
  'test/start/main.test.ts',
  'test/faults/alerting.test.ts',
  'test/browser/doors.test.ts',
];

/** Begins with the longest files; the others as Vitest would. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
